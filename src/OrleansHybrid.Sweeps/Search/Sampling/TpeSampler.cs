using System.Globalization;
using System.Runtime.InteropServices;
using OrleansHybrid.Sweeps.Search.Draws;
using OrleansHybrid.Sweeps.Search.Sampling.Parzen;
using OrleansHybrid.Sweeps.Search.Spaces;

namespace OrleansHybrid.Sweeps.Search.Sampling;

/// <summary>
/// The tree-structured Parzen estimator (Bergstra et al., 2011) as Optuna 5 has it: multivariate, and configurations whose results
/// are not known count among the bad ones (constant liar). Of 24 candidates drawn where the best were found it takes the one that is
/// most likely there and least likely among the rest; of a space that can be counted, the best that is not taken yet.
/// </summary>
public sealed class TpeSampler : Sampler
{
    /// <summary>Results that must be known before it chooses; until then points are random.</summary>
    public const int Startup = 10;

    private const int Candidates = 24, MostBatches = 20, MostBelow = 25, ScoreDigits = 9;

    private readonly long _seed;
    private readonly PointRule? _rule;
    private readonly Drawing _drawing;
    private readonly Taken _taken;
    private readonly ParzenObservations _observations;
    private readonly ParzenEstimator _below, _above;
    private readonly ulong[] _addresses;
    private readonly double[] _single;

    /// <param name="rule">Null where every point may be trained.</param>
    public TpeSampler(Space space, long seed, PointRule? rule = null) : base(space)
    {
        (_seed, _rule, _drawing, _taken, _observations) = (seed, rule, new(space, seed, rule), new(space), new(space));
        (_below, _above) = (new(_observations), new(_observations));
        var keys = Enumerable.Range(0, _observations.Axes.Length).Select(axis => space.Axes[_observations.PositionOf(axis)].Key);
        // The first is that of the kernel.
        _addresses = [0, .. keys.Select(AddressedDraws.KeyOf)];
        // What there is nothing to choose of has its value in every point.
        _single = [.. space.Axes.Select(axis => axis.Distribution.Count == 1 ? axis.Distribution.ValueAt(0) : double.NaN)];
    }

    public override bool Learns => true;

    public override int LeastKnown => Startup;

    /// <summary>How many of the known results count as good: a tenth, rounded up, at most 25.</summary>
    public static int CountBelow(int known) => Math.Min((known + 9) / 10, MostBelow);

    public override Pick Pick(int configuration, ReadOnlySpan<Outcome> outcomes = default)
    {
        if (configuration < _taken.Count) return _taken[configuration];
        if (configuration > _taken.Count || outcomes.Length < configuration)
            throw new ArgumentException($"Configuration {_taken.Count} comes next, and what is known of each before it must be given.");
        var pick = Next(outcomes[..configuration]);
        Recall(pick);
        return pick;
    }

    public override void Recall(Pick pick)
    {
        _taken.Add(pick);
        _observations.Add((pick as Pick.Found)?.Point);
    }

    private Pick Next(ReadOnlySpan<Outcome> outcomes)
    {
        var known = 0;
        foreach (var outcome in outcomes) known += outcome.IsKnown ? 1 : 0;
        if (known < Startup || _observations.Axes.Length == 0) return _drawing.Next(_taken);
        if (_taken.Count >= Space.Count) return _drawing.Next(_taken);

        Split(outcomes, CountBelow(known));
        for (var batch = 0; batch < MostBatches; batch++)
        {
            if (Best(batch) is { } point) return new Pick.Found(point, Basis(known, outcomes.Length - known));
        }

        return _drawing.Next(_taken);
    }

    private void Split(ReadOnlySpan<Outcome> outcomes, int below)
    {
        // The best so far, best first; few, so that each newcomer is simply put among them.
        Span<int> best = stackalloc int[MostBelow];
        var count = 0;
        for (var configuration = 0; configuration < outcomes.Length; configuration++)
        {
            if (!outcomes[configuration].IsKnown) continue;
            var place = count;
            while (place > 0 && outcomes[configuration].CompareTo(outcomes[best[place - 1]]) < 0) place--;
            if (place == below) continue;
            count = Math.Min(count + 1, below);
            for (var i = count - 1; i > place; i--) best[i] = best[i - 1];
            best[place] = configuration;
        }

        best[..count].Sort();
        var rest = new List<int>(outcomes.Length - count);
        var next = 0;
        for (var configuration = 0; configuration < outcomes.Length; configuration++)
        {
            if (next < count && best[next] == configuration) next++;
            else rest.Add(configuration);
        }

        _below.Fit(best[..count]);
        _above.Fit(CollectionsMarshal.AsSpan(rest));
    }

    private double[]? Best(int batch)
    {
        var points = new double[Candidates][];
        Span<double> quantiles = stackalloc double[_addresses.Length];
        for (var candidate = 0; candidate < Candidates; candidate++)
        {
            var again = AddressedDraws.Mix((ulong)(batch * Candidates + candidate));
            for (var axis = 0; axis < quantiles.Length; axis++)
                quantiles[axis] = new AddressedDraws(_seed, DrawPurpose.Candidate, _taken.Count, _addresses[axis] ^ again).NextQuantile();
            points[candidate] = [.. _single];
            _below.Draw(quantiles, points[candidate]);
        }

        Span<double> good = stackalloc double[Candidates], bad = stackalloc double[Candidates];
        _below.LogDensities(points, good);
        _above.LogDensities(points, bad);
        // Scores that differ by the last bits of a sum are equal: then the earlier one is taken, on every machine.
        Span<(double Score, int Candidate)> scored = stackalloc (double, int)[Candidates];
        for (var candidate = 0; candidate < Candidates; candidate++)
            scored[candidate] = (-Math.Round(good[candidate] - bad[candidate], ScoreDigits), candidate);
        scored.Sort();
        foreach (var (_, candidate) in scored)
        {
            if (_rule?.Invoke(points[candidate]) != false && !_taken.Contains(points[candidate])) return points[candidate];
        }

        return null;
    }

    private static string Basis(int known, int running)
    {
        var more = running == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", with {running:N0} more to come");
        return string.Create(CultureInfo.InvariantCulture, $"drawn by TPE from {known:N0} results{more}");
    }
}
