namespace OrleansHybrid.Sweeps.Text;

/// <summary>The two values of a switch, as YAML 1.2 spells them. The yes and off of YAML 1.1 are ordinary words.</summary>
internal static class Switches
{
    public static IReadOnlyCollection<string> Words { get; } = ["true", "false"];

    /// <returns>Null for any other text.</returns>
    public static bool? Parse(string text) => text switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => null,
    };
}
