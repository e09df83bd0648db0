using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Search.Plans;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>
/// Reads the method of a sweep and what it needs: <c>search: {trials: 50, seed: 0, lag: 4, reproducible: on}</c>, or the names that
/// other tools have for it.
/// </summary>
internal sealed class SearchReading
{
    private static readonly Words Search = new("trials", "seed", "lag", "reproducible")
    {
        Alias = key =>
            key is "max_trials" or "n_trials" or "num_samples" or "num_trials"
                ? "trials"
                : key is "random_state" or "random_seed"
                ? "seed"
                : key is "deterministic"
                ? "reproducible"
                : null,
    };

    private static readonly Dictionary<string, bool> OnOrOff = new() { ["on"] = true, ["off"] = false, ["true"] = true, ["false"] = false };

    // In the order in which a file's own words come before those of other tools.
    private readonly (Section Section, string Key)[] _counts;

    private readonly Section _top;
    private readonly Section _search;

    /// <param name="searcher">Determined's section, which has a method and a number of trials as well.</param>
    public SearchReading(Section top, SearcherReading searcher)
    {
        _top = top;
        _search = top.Open("search", Search);
        var named = searcher.Method ?? MethodReading.Read(top, "method");
        Method = named.Method;
        EarlyStopping = new(top, searcher, named.IsHalved);
        _counts = [(_search, "trials"), (top, "run_cap"), (searcher.Section, "max_trials")];
        Seed = _search.Whole("seed", min: 0) ?? 0;
        Lag = _search.Whole("lag", min: 0) ?? SearchTerms.DefaultLag;
        IsReproducible = _search.Choice("reproducible", "a value of this switch", OnOrOff) ?? true;
        CheckReproducible();
        var given = _counts.Where(count => count.Section.Find(count.Key) is not null).ToList();
        if (Method is SearchMethod.Grid)
        {
            if (searcher.Section.Find("max_trials") is { } most) searcher.Section.Note(most.Line, most.Key, "is ignored: no grid has it");
            foreach (var entry in _search.Entries.Where(entry => entry.Key is not "reproducible"))
                _search.Report(
                    entry.Line, entry.Key, "is for methods that draw, such as method: random; a grid tries every combination once");
            return;
        }

        foreach (var (section, key) in given.Skip(1))
            section.Report(
                section.Find(key)!.Line,
                key,
                $"is the same as '{given[0].Section.PathOf(given[0].Key)}' in line {given[0].Section.Find(given[0].Key)!.Line}; keep one");
        if (given.Count > 0) Trials = given[0].Section.Whole(given[0].Key, min: 1, SweepDefinition.MostTrials);
        else ReportTrialsMissing(searcher);
    }

    public SearchMethod Method { get; }

    /// <summary>True for a method that draws its configurations.</summary>
    public bool IsDrawn => Method is not SearchMethod.Grid;

    /// <summary>The number of configurations; null for a grid, and where the file does not say it.</summary>
    public int? Trials { get; }

    /// <summary>Part of the address of every draw.</summary>
    public int Seed { get; }

    /// <summary>The number of trials right before a trial whose results its choice does not see.</summary>
    public int Lag { get; }

    /// <summary>False if a choice sees every result that is final when it is made.</summary>
    public bool IsReproducible { get; }

    /// <summary>How the sweep stops early what is not promising.</summary>
    public EarlyStoppingReading EarlyStopping { get; }

    /// <summary>True for a search that chooses trials by the results of others.</summary>
    public bool Chooses => Method is SearchMethod.Tpe || EarlyStopping.Stops;

    /// <summary>Reports why there are not as many configurations as the file asks for.</summary>
    public void ReportMissing(string reason)
    {
        var (section, key) = _counts
            .Append((Section: _top, Key: "method"))
            .First(count => count.Key is "method" || count.Section.Find(count.Key) is not null);
        section.Report(section.Find(key)?.Line ?? LineOfMethod, key, $"{reason}; ask for fewer, or widen the ranges");
    }

    /// <summary>Refuses a search that cannot be reproducible, and a switch without effect.</summary>
    private void CheckReproducible()
    {
        if (EarlyStopping.IsAsynchronous)
        {
            if (IsReproducible) EarlyStopping.RefuseReproducible();
        }
        else if (!IsReproducible && Method is not SearchMethod.Tpe && !EarlyStopping.IsMedian)
            ReportIdle("reproducible", EarlyStopping.Stops
                ? "has no effect: what this sweep compares is complete before it decides, in any order of results; remove it, or write "
                    + "early_stopping: {type: asha}"
                : $"has no effect: method {Method.Spelled()} looks at no results; remove it, or write method: tpe");
        else if (_search.Find("reproducible") is not null && !Chooses)
            ReportIdle("reproducible", $"has no effect: method {Method.Spelled()} looks at no results; remove it");
        if (!IsReproducible && _search.Find("lag") is not null)
            ReportIdle("lag", "has no effect with reproducible: off, where a choice sees every result that is there; remove one of them");
    }

    private void ReportIdle(string key, string message) => _search.Report(_search.Find(key)!.Line, key, message);

    private void ReportTrialsMissing(SearcherReading searcher)
    {
        var told = $"is missing: {Method.Spelled()} draws as many configurations as it is told; write ";
        if (searcher.Section.Find("name") is { } name) searcher.Section.Report(name.Line, "max_trials", told + "max_trials: 50");
        else _top.Report(LineOfMethod, "search", told + "search: {trials: 50}");
    }

    private int LineOfMethod => _top.Find("method")?.Line ?? _top.Find("searcher")?.Line ?? 1;
}
