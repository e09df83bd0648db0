using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>A search method as a file names it.</summary>
/// <param name="Method">How configurations are drawn.</param>
/// <param name="IsHalved">True for a name that includes successive halving, such as <c>hyperband</c>.</param>
internal readonly record struct NamedMethod(SearchMethod Method, bool IsHalved = false);

/// <summary>Reads the search method, also under the names in other tools' files.</summary>
internal static class MethodReading
{
    private static readonly Dictionary<string, NamedMethod> Own = Enum.GetValues<SearchMethod>()
        .ToDictionary(method => method.Spelled(), method => new NamedMethod(method));

    private static readonly Dictionary<string, NamedMethod> Foreign = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bayes"] = new(SearchMethod.Tpe),
        ["bayesian"] = new(SearchMethod.Tpe),
        ["bayesianoptimization"] = new(SearchMethod.Tpe),
        ["multivariate-tpe"] = new(SearchMethod.Tpe),
        ["bohb"] = new(SearchMethod.Tpe, IsHalved: true),
        ["asha"] = new(SearchMethod.Random, IsHalved: true),
        ["hyperband"] = new(SearchMethod.Random, IsHalved: true),
        ["adaptive"] = new(SearchMethod.Random, IsHalved: true),
        ["adaptive_simple"] = new(SearchMethod.Random, IsHalved: true),
        ["adaptive_asha"] = new(SearchMethod.Random, IsHalved: true),
        ["async_halving"] = new(SearchMethod.Random, IsHalved: true),
        ["sync_halving"] = new(SearchMethod.Random, IsHalved: true),
    };

    private const string Asynchronous = ", which compares whole rungs, so that the same file gives the same search; to promote in the "
        + "order in which results arrive, write early_stopping: {type: asha} and search: {reproducible: off}";

    /// <summary>Reads the method under a key; the grid where there is none, or a problem.</summary>
    public static NamedMethod Read(Section section, string key)
    {
        if (section.Text(key) is not { } name) return new(SearchMethod.Grid);
        var line = section.Find(key)!.Line;
        if (Own.TryGetValue(name, out var own) || Own.TryGetValue(name.ToLowerInvariant(), out own)) return own;
        if (Foreign.TryGetValue(name, out var meant))
        {
            section.Note(line, key, $"'{name}' is read as {Spelled(meant)}{(IsAsynchronous(name) ? Asynchronous : "")}");
            return meant;
        }

        section.Report(line, key, DidYouMean.Refuse(name, "a search method of this version", Own.Keys));
        return new(SearchMethod.Grid);
    }

    private static bool IsAsynchronous(string name) =>
        name.ToLowerInvariant() is "asha" or "adaptive" or "adaptive_simple" or "adaptive_asha" or "async_halving";

    private static string Spelled(NamedMethod meant) =>
        meant.IsHalved ? $"{meant.Method.Spelled()} with early_stopping: {{type: halving}}" : meant.Method.Spelled();
}
