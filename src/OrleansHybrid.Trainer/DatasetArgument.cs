using System.Text.Json;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Trainer;

/// <summary>A dataset's name on the command line, spelled as in a sweep file.</summary>
internal static class DatasetArgument
{
    /// <exception cref="UsageException">There is no such dataset.</exception>
    public static DatasetName Parse(string text)
    {
        foreach (var name in Enum.GetValues<DatasetName>())
            if (Spell(name) == text) return name;
        throw new UsageException($"There is no dataset '{text}': it is one of {string.Join(", ", Enum.GetValues<DatasetName>().Select(Spell))}.");
    }

    private static string Spell(DatasetName name) => JsonSerializer.SerializeToElement(name, ProtocolJson.Options).GetString()!;
}
