using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>Reads the search method.</summary>
internal static class MethodReading
{
    private static readonly Dictionary<string, SearchMethod> Methods = new()
    {
        ["grid"] = SearchMethod.Grid,
        ["random"] = SearchMethod.Random,
        ["sobol"] = SearchMethod.Sobol,
        ["halton"] = SearchMethod.Halton,
    };

    private static readonly string[] Adaptive =
        ["bayes", "tpe", "asha", "hyperband", "bohb", "pbt", "adaptive", "adaptive_asha", "adaptive_simple", "async_halving", "custom"];

    public static SearchMethod Read(Section top)
    {
        if (top.Text("method") is not { } name) return SearchMethod.Grid;
        if (Methods.TryGetValue(name, out var method)) return method;
        top.Report(top.Find("method")!.Line, "method", Refuse(name));
        return SearchMethod.Grid;
    }

    /// <summary>The method that another tool calls so; null for any other.</summary>
    public static SearchMethod? Of(string name) => Methods.TryGetValue(name, out var method) ? method : null;

    /// <summary>Why another method is not there, and what to write instead.</summary>
    public static string Refuse(string name)
    {
        const string Remedy = "write random with search: {trials: 50}, or grid with a 'count' for every range";
        return Adaptive.Contains(name)
            ? $"'{name}' chooses its trials by the results of others, and this version has no such search: {Remedy}"
            : DidYouMean.Refuse(name, "a search method of this version", Methods.Keys);
    }
}
