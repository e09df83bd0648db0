using OrleansHybrid.Sweeps.Search.Plans;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Simulation;

/// <summary>A search whose trials have results already, so that it can be played without training.</summary>
public abstract class PlayedSearch
{
    private protected PlayedSearch()
    {
    }

    /// <summary>What is searched, in words.</summary>
    public abstract string Name { get; }

    /// <summary>The number of trials as a product, in words.</summary>
    public abstract string Expansion { get; }

    public abstract ObjectiveMetric Metric { get; }

    /// <summary>The unit of costs: <c>epochs</c> or <c>trainings</c>.</summary>
    public abstract string Unit { get; }

    public abstract int Trials { get; }

    /// <summary>The number of seeds of a configuration.</summary>
    public abstract int Seeds { get; }

    /// <summary>The number of trials before a trial whose results its choice does not see; null if no choice sees any.</summary>
    public abstract int? Lag { get; }

    /// <summary>What every configuration of the results comes to at its end, without those that failed.</summary>
    public abstract IReadOnlyList<double> WholeValues { get; }

    /// <summary>The cost of training all configurations of the results to the end.</summary>
    public abstract double WholeCost { get; }

    /// <summary>What a rung below the end stands for here; null for a search without rungs.</summary>
    public virtual string? RungMeaning => null;

    /// <summary>The trials whose results must be known before a trial can be chosen.</summary>
    public abstract IReadOnlyList<TrialSpan> Needs(int trial);

    /// <summary>True if trials come in the order in which results arrive: those of <see cref="Turn"/>.</summary>
    public virtual bool IsAsynchronous => false;

    /// <summary>In an asynchronous search the trials that are chosen next; empty while results must be awaited.</summary>
    /// <param name="results">The result of a trial; NaN for one that failed or was not trained; null while there is none.</param>
    public virtual IReadOnlyList<int> Turn(Func<int, double?> results) => [];

    /// <summary>Chooses a trial, and looks up what it came to.</summary>
    /// <param name="results">The result of a trial; NaN for one that failed or was not trained; null while there is none.</param>
    /// <exception cref="UnusableResultsException">The results do not have it.</exception>
    public abstract PlayedTrial Choose(int trial, Func<int, double?> results);

    /// <summary>The decision on each configuration, and its trials by rung; null for a search without rungs.</summary>
    public abstract IReadOnlyList<Results.RungRow>? RungsAfter(Func<int, double?> results);
}

/// <summary>A trial of a search that is played.</summary>
public sealed record PlayedTrial
{
    /// <summary>The number of its configuration in the search; null if nothing is trained.</summary>
    public int? Configuration { get; init; }

    /// <summary>The values of the settings that differ between trials.</summary>
    public IReadOnlyList<ParameterValue> Parameters { get; init; } = [];

    public long? Seed { get; init; }

    /// <summary>The epochs of its rung; null in a search without rungs.</summary>
    public int? Rung { get; init; }

    /// <summary>True if it is trained to the end.</summary>
    public bool IsWhole { get; init; }

    /// <summary>What training it costs.</summary>
    public double Cost { get; init; }

    /// <summary>NaN for one that failed or was not trained.</summary>
    public double Value { get; init; } = double.NaN;

    /// <summary>The reason for the choice; null if the file gives the trial.</summary>
    public string? ChosenBy { get; init; }
}
