using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Definition;

/// <summary>
/// The identity of a trial or a sweep: a hash over the canonical texts of its settings. Settings at their defaults are left out,
/// so that a new setting changes no existing hash. The texts are part of every result: never change their form without a new version in
/// the first line.
/// </summary>
internal static class Fingerprint
{
    /// <summary>SHA-256, lower-case hex, of the settings that differ from their defaults, sorted by key.</summary>
    public static string Of(Recipe recipe) => Sha256("recipe 1\n" + string.Concat(Lines(recipe)));

    /// <summary>Eight hex digits of a hash over a sweep's trials, their order and its objective.</summary>
    public static string Of(SweepDefinition sweep)
    {
        IEnumerable<string> lines =
        [
            "sweep 1\n",
            $"method {sweep.Method.Spelled()}\n",
            $"metric {sweep.Metric.Name} {sweep.Metric.Goal.Spelled()}\n",
            .. sweep.Grid.Search.Axes.Select(axis => $"axis {axis.Key}: {string.Join("; ", axis.Values)}\n"),
            .. Lines(sweep.Grid.Search),
            .. sweep.Chosen is { Search: var search } ? [.. search.Lines, .. Lines(search.Space.Rules)] : Array.Empty<string>(),
            $"seeds: {string.Join("; ", sweep.Seeds)}\n",
            // The line of seeds has said it.
            .. Lines(sweep.Recipe with { Seed = 0 }),
        ];
        return Sha256(string.Concat(lines))[..8];
    }

    /// <summary>The rules of a grid beyond its axes; empty for a plain product.</summary>
    private static IEnumerable<string> Lines(GridSearch grid) =>
    [
        .. Lines(grid.Rules),
        // Not what a constraint says: two that forbid the same are the same.
        .. grid is { ForbiddenByConstraints: > 0, Numbers: { } numbers } ? [$"configurations: {Sha256(numbers)}\n"] : Array.Empty<string>(),
    ];

    private static IEnumerable<string> Lines(GridRules rules) =>
    [
        .. rules.Zips.Select(zip => $"zip: {string.Join("; ", zip)}\n"),
        .. rules.Conditions.Select(condition =>
            $"when {condition.Key}: "
                + $"{string.Join(" and ", condition.Clauses.Select(clause => $"{clause.Key} in {string.Join("; ", clause.Values)}"))}\n"),
    ];

    private static IEnumerable<string> Lines(Recipe recipe) => RecipeSchema.Settings
        .Select(setting => (setting, value: setting.Read(recipe)))
        .Where(pair => pair.value != pair.setting.Default)
        .OrderBy(pair => pair.setting.Key, StringComparer.Ordinal)
        .Select(pair => $"{pair.setting.Key}={pair.value}\n");

    private static string Sha256(IReadOnlyList<int> numbers)
    {
        var bytes = new byte[numbers.Count * sizeof(int)];
        foreach (var (place, number) in numbers.Index()) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(place * sizeof(int)), number);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
