using System.Text.Json;

namespace OrleansHybrid.Sweeps.Tests.Search;

/// <summary>Values that the peers' own code gives; which code, its first line says.</summary>
internal static class PeersValues
{
    private static readonly Lazy<JsonDocument> Read = new(() =>
    {
        using var stream = typeof(PeersValues).Assembly.GetManifestResourceStream("PeersValues.json")!;
        return JsonDocument.Parse(stream);
    });

    public static JsonElement Of(string name) => Read.Value.RootElement.GetProperty(name);

    public static double[] Numbers(this JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetDouble())];

    public static int[] Whole(this JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt32())];
}
