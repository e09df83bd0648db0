namespace OrleansHybrid.Sweeps.Results.Importance;

/// <summary>
/// A regression tree over the unit cube (Breiman et al., 1984): each split is the one that leaves the least squared error, the first of
/// equals. Its leaves are boxes that fill the cube.
/// </summary>
internal sealed class RegressionTree
{
    private const int LeastInALeaf = 2;

    private readonly double[][] _places;
    private readonly double[] _results;
    private readonly List<Leaf> _leaves = [];

    /// <param name="places">By setting, then by configuration: in [0, 1].</param>
    /// <param name="results">By configuration.</param>
    /// <param name="sample">The configurations that the tree is grown on; one may come several times.</param>
    public RegressionTree(double[][] places, double[] results, int[] sample)
    {
        (_places, _results) = (places, results);
        var high = new double[places.Length];
        Array.Fill(high, 1);
        Grow(sample, new double[places.Length], high);
    }

    /// <summary>The variance over the cube.</summary>
    public double Variance
    {
        get
        {
            var mean = _leaves.Sum(leaf => leaf.Volume * leaf.Value);
            return _leaves.Sum(leaf => leaf.Volume * (leaf.Value - mean) * (leaf.Value - mean));
        }
    }

    /// <summary>
    /// The variance of the mean over all other settings as a function of one: V_U of Hutter et al. (2014) for a single setting.
    /// </summary>
    public double VarianceOf(int setting)
    {
        var changes = new List<(double At, double Change)>(_leaves.Count * 2);
        foreach (var leaf in _leaves)
        {
            var weight = leaf.Volume / (leaf.High[setting] - leaf.Low[setting]) * leaf.Value;
            changes.Add((leaf.Low[setting], weight));
            changes.Add((leaf.High[setting], -weight));
        }

        changes.Sort();
        var (sum, squares, value) = (0.0, 0.0, 0.0);
        for (var place = 0; place < changes.Count - 1; place++)
        {
            value += changes[place].Change;
            var width = changes[place + 1].At - changes[place].At;
            (sum, squares) = (sum + width * value, squares + width * value * value);
        }

        return Math.Max(0, squares - sum * sum);
    }

    private void Grow(int[] sample, double[] low, double[] high)
    {
        if (BestSplit(sample) is not { } split)
        {
            var volume = 1.0;
            for (var setting = 0; setting < low.Length; setting++) volume *= high[setting] - low[setting];
            _leaves.Add(new(low, high, volume, sample.Average(one => _results[one])));
            return;
        }

        var (highOfLeft, lowOfRight) = ((double[])high.Clone(), (double[])low.Clone());
        highOfLeft[split.Setting] = lowOfRight[split.Setting] = split.At;
        Grow([.. sample.Where(one => _places[split.Setting][one] < split.At)], low, highOfLeft);
        Grow([.. sample.Where(one => _places[split.Setting][one] >= split.At)], lowOfRight, high);
    }

    private (int Setting, double At)? BestSplit(int[] sample)
    {
        if (sample.Length < 2 * LeastInALeaf) return null;
        var mean = sample.Average(one => _results[one]);
        var (best, found) = (1e-12 * sample.Sum(one => Math.Pow(_results[one] - mean, 2)), ((int, double)?)null);
        for (var setting = 0; setting < _places.Length; setting++)
        {
            var places = _places[setting];
            var order = sample.OrderBy(one => places[one]).ToArray();
            var left = 0.0;
            for (var count = 1; count < order.Length; count++)
            {
                left += _results[order[count - 1]] - mean;
                var (before, after) = (places[order[count - 1]], places[order[count]]);
                if (count < LeastInALeaf || order.Length - count < LeastInALeaf || before == after) continue;
                // What the split takes off the squared error; both sides' deviations sum up to 0.
                var gain = left * left / count + left * left / (order.Length - count);
                if (gain > best) (best, found) = (gain, (setting, (before + after) / 2));
            }
        }

        return found;
    }

    private sealed record Leaf(double[] Low, double[] High, double Volume, double Value);
}
