using System.Globalization;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Search.Plans;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Simulation;

/// <summary>A search of a table: each configuration is trained once, to the end.</summary>
public sealed class PlayedTable : PlayedSearch
{
    private readonly ResultsTable _table;
    private readonly SearchMethod _method;
    private readonly SampledPlan _plan;

    /// <param name="trials">The number of configurations.</param>
    /// <param name="seed">The search's seed.</param>
    /// <param name="lag">The number of trials before a trial whose results its choice does not see.</param>
    /// <exception cref="UnusableResultsException">The table does not have so many.</exception>
    public PlayedTable(ResultsTable table, SearchMethod method, int trials, long seed, int lag)
    {
        if (trials > table.Values.Count)
            throw new UnusableResultsException(string.Create(
                CultureInfo.InvariantCulture,
                $"the table {table.Name} has {table.Values.Count:N0} configurations, fewer than {trials:N0}: ask for fewer trials"));
        (_table, _method) = (table, method);
        _plan = new(Samplers.Of(method, table.Space, rule: null, seed), trials, new(table.Goal is Goal.Maximize, Lag: lag));
    }

    public override string Name => _table.Name;

    public override string Expansion =>
        string.Create(CultureInfo.InvariantCulture, $"{_plan.Configurations:N0} configurations by {_method.ToString().ToLowerInvariant()}");

    public override ObjectiveMetric Metric => new("value", _table.Goal);

    public override string Unit => "trainings";

    public override int Trials => _plan.Count;

    public override int Seeds => 1;

    public override int? Lag => _plan.Sampler.Learns ? _plan.Terms.Lag : null;

    public override IReadOnlyList<double> WholeValues => _table.Values;

    public override double WholeCost => _table.Values.Count;

    public override IReadOnlyList<TrialSpan> Needs(int trial) => _plan.Needs(trial);

    public override PlayedTrial Choose(int trial, Func<int, double?> results) => _plan.Choose(trial, results) switch
    {
        Choice.Training training => new()
        {
            Configuration = training.Configuration,
            Parameters = _table.ParametersAt(training.Point),
            IsWhole = true,
            Cost = 1,
            Value = _table.ValueOf(training.Point),
            ChosenBy = training.Basis,
        },
        Choice.Skipped skipped => new() { ChosenBy = skipped.Reason },
        _ => throw new InvalidOperationException(),
    };

    public override IReadOnlyList<RungRow>? RungsAfter(Func<int, double?> results) => null;
}
