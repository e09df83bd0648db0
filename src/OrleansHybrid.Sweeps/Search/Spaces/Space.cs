using System.Collections.Immutable;
using OrleansHybrid.Sweeps.Search.Draws;

namespace OrleansHybrid.Sweeps.Search.Spaces;

/// <summary>
/// The settings that a search varies, in an order. A point of it is an array with a number for each: a category is its index,
/// and NaN stands for a setting that is inactive there.
/// </summary>
public sealed class Space
{
    /// <summary>Points that are counted, at most: of more, none comes twice by chance.</summary>
    public const long MostCounted = 1L << 62;

    private readonly ulong[] _addresses;

    /// <param name="axes">The settings; their keys differ.</param>
    public Space(params IEnumerable<SpaceAxis> axes)
    {
        Axes = [.. axes];
        if (Axes.Select(axis => axis.Key).Distinct().Count() < Axes.Length) throw new ArgumentException("Two axes have the same key.");
        _addresses = [.. Axes.Select(axis => AddressedDraws.KeyOf(axis.Key))];
        Count = CountOf(Axes);
        IsEven = Count is not null && Axes.All(axis => axis.Distribution.IsEven);
    }

    public ImmutableArray<SpaceAxis> Axes { get; }

    /// <summary>How many points there are; null where they cannot be counted, or are more than <see cref="MostCounted"/>.</summary>
    public long? Count { get; }

    /// <summary>Whether the points can be counted and each is as likely as every other.</summary>
    public bool IsEven { get; }

    /// <summary>Whether every setting can have the point's number, inactive ones aside.</summary>
    public bool Contains(ReadOnlySpan<double> point)
    {
        if (point.Length != Axes.Length) return false;
        for (var axis = 0; axis < point.Length; axis++)
        {
            if (!double.IsNaN(point[axis]) && !Axes[axis].Distribution.Contains(point[axis])) return false;
        }

        return true;
    }

    /// <summary>The points in mixed radix, the last setting the lowest digit.</summary>
    /// <param name="number">In [0, <see cref="Count"/>).</param>
    public double[] PointAt(long number)
    {
        var point = new double[Axes.Length];
        for (var axis = point.Length - 1; axis >= 0; axis--)
        {
            (number, var digit) = Math.DivRem(number, Axes[axis].Distribution.Count!.Value);
            point[axis] = Axes[axis].Distribution.ValueAt(digit);
        }

        return point;
    }

    /// <summary>The point at a place of the unit cube.</summary>
    /// <param name="quantiles">In (0, 1), one a setting.</param>
    public double[] PointAt(ReadOnlySpan<double> quantiles)
    {
        var point = new double[Axes.Length];
        for (var axis = 0; axis < point.Length; axis++) point[axis] = Axes[axis].Distribution.At(quantiles[axis]);
        return point;
    }

    /// <summary>A point at random. Each setting's number hangs on its key and not on what else there is.</summary>
    /// <param name="seed">The search's.</param>
    /// <param name="trial">For which it is drawn.</param>
    /// <param name="attempt">How often it was drawn before and could not be used.</param>
    public double[] Draw(long seed, long trial, long attempt = 0)
    {
        var point = new double[Axes.Length];
        // An attempt is folded into the key, so that the hundredth costs what the first does.
        var again = attempt == 0 ? 0 : AddressedDraws.Mix((ulong)attempt);
        for (var axis = 0; axis < point.Length; axis++)
            point[axis] =
                Axes[axis].Distribution.At(new AddressedDraws(seed, DrawPurpose.Value, trial, _addresses[axis] ^ again).NextQuantile());
        return point;
    }

    private static long? CountOf(ImmutableArray<SpaceAxis> axes)
    {
        UInt128 count = 1;
        foreach (var axis in axes)
        {
            if (axis.Distribution.Count is not { } values) return null;
            count *= (ulong)values;
            if (count > MostCounted) return null;
        }

        return (long)count;
    }
}

/// <summary>A setting that a search varies.</summary>
/// <param name="Key">Part of the address of every draw of it.</param>
public sealed record SpaceAxis(string Key, Distribution Distribution);
