namespace OrleansHybrid.Sweeps.Text;

/// <summary>The two values of a switch, as YAML 1.2 spells them. Its forerunner's yes and off are words like others.</summary>
internal static class Switches
{
    public static IReadOnlyCollection<string> Words { get; } = ["true", "false"];

    /// <returns>Null for what is neither.</returns>
    public static bool? Parse(string text) => text switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => null,
    };
}
