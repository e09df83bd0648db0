using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Search;

/// <summary>All trials of a sweep, by their indices. What is known of a trial never changes.</summary>
public abstract class TrialSpace
{
    private protected TrialSpace()
    {
    }

    /// <summary>Every setting that differs between trials, with all its values.</summary>
    public abstract IReadOnlyList<Axis> Axes { get; }

    public abstract IReadOnlyList<long> Seeds { get; }

    public abstract int Count { get; }

    internal static TrialSpace Of(TrialGrid grid) => ListedTrials.Of(grid);

    /// <summary>These trials and the new trials of another grid.</summary>
    internal abstract TrialSpace And(TrialGrid more);

    public abstract Recipe RecipeOf(int index);

    /// <summary>The values of a trial for the axes, in their order.</summary>
    /// <param name="index">The trial.</param>
    /// <param name="recipe">The recipe of the trial.</param>
    public abstract IReadOnlyList<ParameterValue> ParametersOf(int index, Recipe recipe);

    /// <summary>All values that a setting has in any trial, including its value while inactive.</summary>
    public abstract IReadOnlyList<string> ValuesOf(string key);

    /// <summary>The number of a trial's configuration, equal for all its seeds; tables are sorted by it.</summary>
    public abstract long ConfigurationOf(int index);
}
