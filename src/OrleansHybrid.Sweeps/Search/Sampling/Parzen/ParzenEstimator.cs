using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OrleansHybrid.Sweeps.Search.Sampling.Parzen;

/// <summary>
/// A density over a space: a mixture of kernels, one at each of some configurations and one, the last, that is the prior. A kernel
/// is a product over the axes, of normal distributions cut off at the range's ends and of weighted categories. Its formulas are those of
/// Optuna 5's TPE (samplers/_tpe/parzen_estimator.py and probability_distributions.py; MIT licence).
/// </summary>
internal sealed class ParzenEstimator
{
    private const int Lanes = 4, KernelsAtOnce = 512;

    private readonly ParzenObservations _observations;
    private readonly AxisKernels[] _axes;
    private readonly bool[] _isContinuous;
    private double[] _logWeights = [];
    private Vector256<double>[] _terms = [];
    private int[] _places = [];

    public ParzenEstimator(ParzenObservations observations)
    {
        _observations = observations;
        _axes = [.. observations.Axes.Select(_ => new AxisKernels())];
        _isContinuous = [.. observations.Axes.Select(axis => axis is ParzenAxis.Ordered { IsDiscrete: false })];
    }

    /// <summary>Kernels, the prior among them.</summary>
    public int Count { get; private set; }

    /// <summary>Of each kernel; they add up to 1.</summary>
    public double[] Weights { get; private set; } = [];

    public ReadOnlySpan<double> MeansOf(int axis) => _axes[axis].Means.AsSpan(0, Count);

    public ReadOnlySpan<double> DeviationsOf(int axis) => _axes[axis].Deviations.AsSpan(0, Count);

    /// <summary>The probability of each category in a kernel.</summary>
    public double[] CategoriesOf(int axis, int kernel) => _observations.Axes[axis] is ParzenAxis.Choice choice
        ? [.. Enumerable.Range(0, choice.Distribution.Categories)
            .Select(category => CategoryWeight(choice, category, _axes[axis].Index[kernel]))]
        : throw new ArgumentException("has no categories", nameof(axis));

    /// <summary>Puts a kernel at each of some configurations.</summary>
    /// <param name="members">Their numbers, ascending: the newest weigh most.</param>
    public void Fit(ReadOnlySpan<int> members)
    {
        Count = members.Length + 1;
        if (_logWeights.Length < Count) _logWeights = new double[Count * 2];
        Weights = KernelWeights.Of(members.Length);
        for (var kernel = 0; kernel < Count; kernel++) _logWeights[kernel] = Math.Log(Weights[kernel]);

        if (_places.Length < _observations.Count) _places = new int[_observations.Count * 2];
        Array.Fill(_places, -1, 0, _observations.Count);
        for (var kernel = 0; kernel < members.Length; kernel++) _places[members[kernel]] = kernel;
        for (var axis = 0; axis < _axes.Length; axis++)
        {
            _axes[axis].Reserve(Count);
            if (_observations.Axes[axis] is ParzenAxis.Ordered ordered) FitOrdered(axis, ordered, members);
            else FitChoice(axis, (ParzenAxis.Choice)_observations.Axes[axis], members);
        }
    }

    /// <summary>A point at random: one kernel for all axes.</summary>
    /// <param name="quantiles">In (0, 1): the first chooses the kernel, then one an axis.</param>
    /// <param name="point">The axes' numbers are written to it.</param>
    public void Draw(ReadOnlySpan<double> quantiles, Span<double> point)
    {
        var (kernel, upTo) = (0, Weights[0]);
        while (kernel < Count - 1 && quantiles[0] >= upTo) upTo += Weights[++kernel];
        for (var axis = 0; axis < _axes.Length; axis++)
        {
            var (quantile, kernels) = (quantiles[axis + 1], _axes[axis]);
            point[_observations.PositionOf(axis)] = _observations.Axes[axis] switch
            {
                ParzenAxis.Ordered ordered =>
                    ordered.ValueAt(DrawOrdered(ordered, kernels.Means[kernel], kernels.Deviations[kernel], quantile)),
                ParzenAxis.Choice choice => DrawCategory(choice, kernels.Index[kernel], quantile),
                _ => throw new InvalidOperationException(),
            };
        }
    }

    /// <summary>The natural logarithm of the density at points; of a logarithmic axis, by its logarithm.</summary>
    public void LogDensities(IReadOnlyList<double[]> points, Span<double> densities)
    {
        // Four points lie beside each other in a vector; the last vector is filled up with the last point.
        var vectors = (points.Count + Lanes - 1) / Lanes;
        var values = new double[vectors * Lanes];
        for (var axis = 0; axis < _axes.Length; axis++)
        {
            var position = _observations.PositionOf(axis);
            for (var lane = 0; lane < values.Length; lane++) values[lane] = points[Math.Min(lane, points.Count - 1)][position];
            Tabulate(axis, values);
        }

        Span<Vector256<double>> greatest = stackalloc Vector256<double>[vectors], sums = stackalloc Vector256<double>[vectors];
        greatest.Fill(Vector256.Create(double.NegativeInfinity));
        if (_terms.Length < KernelsAtOnce * vectors) _terms = new Vector256<double>[KernelsAtOnce * vectors];
        for (var kernel = 0; kernel < Count; kernel += KernelsAtOnce)
        {
            var terms = _terms.AsSpan(0, Math.Min(KernelsAtOnce, Count - kernel) * vectors);
            FindTerms(kernel, terms, vectors);
            ExponentialSums.Add(terms, greatest, sums);
        }

        for (var point = 0; point < points.Count; point++)
        {
            var (vector, lane) = Math.DivRem(point, Lanes);
            densities[point] = greatest[vector][lane] + Math.Log(sums[vector][lane]);
        }
    }

    /// <summary>Of each kernel from one on, what the exponential of is its share of the density at each point.</summary>
    private void FindTerms(int first, Span<Vector256<double>> terms, int vectors)
    {
        for (var row = 0; row < terms.Length / vectors; row++)
        {
            var kernel = first + row;
            var ofKernel = terms.Slice(row * vectors, vectors);
            ofKernel.Fill(Vector256.Create(_logWeights[kernel]));
            for (var axis = 0; axis < _axes.Length; axis++)
            {
                var kernels = _axes[axis];
                if (_isContinuous[axis]) kernels.AddNormal(kernel, ofKernel);
                else kernels.AddTabulated(kernel, ofKernel);
            }
        }
    }

    /// <summary>What each different kernel of an axis makes of the points' values there; of a continuous axis, their coordinates.</summary>
    private void Tabulate(int axis, double[] values)
    {
        var (kernels, ordered) = (_axes[axis], _observations.Axes[axis] as ParzenAxis.Ordered);
        var choice = _observations.Axes[axis] as ParzenAxis.Choice;
        var rows = _isContinuous[axis] ? 1 : ordered is null ? choice!.Distribution.Categories + 1 : kernels.Different.Count;
        var table = MemoryMarshal.Cast<Vector256<double>, double>(kernels.ReserveTable(rows * values.Length / Lanes).AsSpan());
        for (var lane = 0; lane < values.Length; lane++)
        {
            var same = Array.IndexOf(values, values[lane]);
            var (left, right) = ordered is null || same < lane ? default : (ordered.LeftOf(values[lane]), ordered.RightOf(values[lane]));
            for (var row = 0; row < rows; row++)
            {
                table[row * values.Length + lane] = same < lane ? table[row * values.Length + same]
                    : _isContinuous[axis] ? ordered!.CoordinateOf(values[lane])
                    : ordered is null ? Math.Log(CategoryWeight(choice!, (int)values[lane], row))
                    : kernels.LogMassBetween(left, right, row);
            }
        }
    }

    private void FitChoice(int axis, ParzenAxis.Choice choice, ReadOnlySpan<int> members)
    {
        var (index, coordinates) = (_axes[axis].Index, _observations.CoordinatesOf(axis));
        for (var kernel = 0; kernel < members.Length; kernel++)
            index[kernel] = double.IsNaN(coordinates[members[kernel]]) ? choice.Distribution.Categories : (int)coordinates[members[kernel]];
        index[members.Length] = choice.Distribution.Categories;
    }

    /// <param name="own">The kernel's category; their number stands for the prior.</param>
    private double CategoryWeight(ParzenAxis.Choice choice, int category, int own)
    {
        var (categories, prior) = (choice.Distribution.Categories, choice.Distribution.ProbabilityOf(category));
        if (own == categories) return prior;
        var share = (double)categories / Count;
        return (share * prior + (own == category ? 1 : 0)) / (1 + share);
    }

    private double DrawCategory(ParzenAxis.Choice choice, int own, double quantile)
    {
        var (category, upTo) = (0, CategoryWeight(choice, 0, own));
        while (category < choice.Distribution.Categories - 1 && quantile >= upTo) upTo += CategoryWeight(choice, ++category, own);
        return category;
    }

    private static double DrawOrdered(ParzenAxis.Ordered axis, double mean, double deviation, double quantile) => Math.Clamp(
        mean + deviation * NormalMass.Between((axis.Low - mean) / deviation, (axis.High - mean) / deviation, quantile),
        axis.Low,
        axis.High);

    /// <summary>
    /// A kernel is as wide as the larger gap to its neighbours, an outermost one as the gap to its only one; not narrower than the
    /// range divided by how many kernels there are, up to a hundredth, and not wider than the range.
    /// </summary>
    private void FitOrdered(int axis, ParzenAxis.Ordered ordered, ReadOnlySpan<int> members)
    {
        var (kernels, coordinates, width) = (_axes[axis], _observations.CoordinatesOf(axis), ordered.High - ordered.Low);
        var (least, logLeast) = (width / Math.Min(100, members.Length + 2), Math.Log(width / Math.Min(100, members.Length + 2)));
        kernels.Different.Clear();
        var prior = kernels.Set(members.Length, ordered, ordered.Low + width / 2, width, Math.Log(width));
        // Where a setting is inactive it tells nothing: its kernel is the prior's.
        foreach (var member in members)
            if (double.IsNaN(coordinates[member])) kernels.Copy(_places[member], members.Length, prior);

        // Those of the order that are members, looked at three at a time.
        var (before, here, kernel) = (double.NaN, double.NaN, -1);
        foreach (var configuration in CollectionsMarshal.AsSpan(_observations.OrderOf(axis)))
        {
            if (_places[configuration] < 0) continue;
            var next = coordinates[configuration];
            if (kernel >= 0) Put(next);
            (before, here, kernel) = (here, next, _places[configuration]);
        }

        if (kernel >= 0) Put(double.NaN);

        void Put(double after)
        {
            var gap = (double.IsNaN(before), double.IsNaN(after)) switch
            {
                (true, true) => Math.Max(here - ordered.Low, ordered.High - here),
                (true, false) => after - here,
                (false, true) => here - before,
                _ => Math.Max(here - before, after - here),
            };
            var deviation = Math.Clamp(gap, least, width);
            kernels.Set(kernel, ordered, here, deviation, deviation == least ? logLeast : Math.Log(deviation));
        }
    }
}
