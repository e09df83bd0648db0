using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Search;

/// <summary>Every combination of the axes' values once: a number in mixed radix, the last axis its lowest digit.</summary>
internal static class GridSearch
{
    /// <summary>How many configurations there are: 1 without axes.</summary>
    public static int Count(IReadOnlyList<Axis> axes) => axes.Aggregate(1, (count, axis) => checked(count * axis.Values.Count));

    /// <param name="configuration">In [0, <see cref="Count"/>).</param>
    public static ParameterValue[] At(IReadOnlyList<Axis> axes, int configuration)
    {
        var values = new ParameterValue[axes.Count];
        for (var i = axes.Count - 1; i >= 0; i--)
        {
            (configuration, var digit) = Math.DivRem(configuration, axes[i].Values.Count);
            values[i] = new(axes[i].Key, axes[i].Values[digit]);
        }

        return values;
    }
}
