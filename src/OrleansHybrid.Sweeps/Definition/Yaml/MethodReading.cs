using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>Reads the search method.</summary>
internal static class MethodReading
{
    private static readonly Dictionary<string, SearchMethod> Methods = new() { ["grid"] = SearchMethod.Grid };

    private static readonly string[] Random = ["random"];

    private static readonly string[] Adaptive =
        ["bayes", "tpe", "asha", "hyperband", "bohb", "pbt", "adaptive", "adaptive_asha", "adaptive_simple", "async_halving", "custom"];

    public static SearchMethod Read(Section top)
    {
        if (top.Text("method") is not { } name) return SearchMethod.Grid;
        if (Methods.TryGetValue(name, out var method)) return method;
        top.Report(top.Find("method")!.Line, "method", Refuse(name));
        return SearchMethod.Grid;
    }

    /// <summary>The reason why a method is not supported, with the remedy.</summary>
    public static string Refuse(string name)
    {
        const string Remedy = "write grid, with a 'count' for every range; 'budget' bounds how many trials begin";
        if (Random.Contains(name)) return $"'{name}' draws its trials by chance, and this version has no such search: {Remedy}";
        return Adaptive.Contains(name)
            ? $"'{name}' chooses its trials by the results of others, and this version has no such search: {Remedy}"
            : DidYouMean.Refuse(name, "a search method of this version", Methods.Keys);
    }
}
