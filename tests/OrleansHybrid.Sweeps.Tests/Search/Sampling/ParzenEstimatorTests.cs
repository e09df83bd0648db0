using System.Globalization;
using OrleansHybrid.Sweeps.Search.Sampling;
using OrleansHybrid.Sweeps.Search.Sampling.Parzen;
using OrleansHybrid.Sweeps.Search.Spaces;

namespace OrleansHybrid.Sweeps.Tests.Search.Sampling;

/// <summary>The estimator against Optuna's own: over logarithmic, linear, stepped, whole and categorical settings.</summary>
public sealed class ParzenEstimatorTests
{
    private static readonly string[] Keys = ["lr", "temperature", "width", "depth", "bs", "loss"];

    private static readonly Space Space = new(
        new SpaceAxis("lr", Distributions.LogUniform(0.0001, 1).OrThrow()),
        new SpaceAxis("temperature", Distributions.Uniform(0.05, 1).OrThrow()),
        new SpaceAxis("width", Distributions.Stepped(16, 128, 8).OrThrow()),
        new SpaceAxis("depth", Distributions.WholeNumbers(1, 6).OrThrow()),
        new SpaceAxis("bs", Distributions.LogWholeNumbers(16, 512).OrThrow()),
        new SpaceAxis("loss", Distributions.Categories(3).OrThrow()));

    private static readonly System.Text.Json.JsonElement Peer = PeersValues.Of("tpe_densities");

    [Fact]
    public void Below_OfSixtyResults_AreOptunas()
    {
        var values = Peer.GetProperty("values").Numbers();

        Assert.Equal(Peer.GetProperty("n_below").GetInt32(), TpeSampler.CountBelow(values.Length));
        Assert.Equal(Peer.GetProperty("below").Whole(), Below(values));
    }

    [Fact]
    public void Kernels_OfTheBestSix_AreOptunas()
    {
        var mixture = Peer.GetProperty("mixture_below");
        var below = new ParzenEstimator(Observations());
        below.Fit(Peer.GetProperty("below").Whole());

        Near(mixture.GetProperty("weights").Numbers(), below.Weights);
        for (var axis = 0; axis < 5; axis++)
        {
            Near(mixture.GetProperty(Keys[axis]).GetProperty("mu").Numbers(), below.MeansOf(axis));
            Near(mixture.GetProperty(Keys[axis]).GetProperty("sigma").Numbers(), below.DeviationsOf(axis));
        }

        var categories = mixture.GetProperty("loss").GetProperty("weights").EnumerateArray().ToList();
        for (var kernel = 0; kernel < categories.Count; kernel++) Near(categories[kernel].Numbers(), below.CategoriesOf(5, kernel));
    }

    [Fact]
    public void LogDensities_AtTwentyFourPoints_AreOptunas()
    {
        var observations = Observations();
        int[] best = Peer.GetProperty("below").Whole(), rest = [.. Enumerable.Range(0, observations.Count).Except(best)];
        for (var axis = 0; axis < 5; axis++) OrderTiesAsNumPyDoes(observations, axis, rest);
        var (below, above) = (new ParzenEstimator(observations), new ParzenEstimator(observations));
        below.Fit(best);
        above.Fit(rest);
        var candidates = Points(Peer.GetProperty("candidates"));
        var (good, bad) = (new double[24], new double[24]);
        below.LogDensities(candidates, good);
        above.LogDensities(candidates, bad);

        Near(Peer.GetProperty("log_l").Numbers(), good);
        Near(Peer.GetProperty("log_g").Numbers(), bad);
        Assert.Equal(Peer.GetProperty("best_candidate").GetInt32(), Enumerable.Range(0, 24).MaxBy(i => good[i] - bad[i]));
    }

    [Fact]
    public void CountBelow_OfAnyCount_IsOptunas() => Assert.All(
        PeersValues.Of("tpe_gamma").EnumerateObject(),
        pair => Assert.Equal(pair.Value.GetInt32(), TpeSampler.CountBelow(int.Parse(pair.Name, CultureInfo.InvariantCulture))));

    [Fact]
    public void Ramp_OfAnyCount_IsOptunas() => Assert.All(
        PeersValues.Of("tpe_weights").EnumerateObject(),
        pair => Assert.Equal(
            pair.Value.Numbers(),
            KernelWeights.Ramp(int.Parse(pair.Name, CultureInfo.InvariantCulture)).Select(weight => Math.Round(weight, 12))));

    [Fact]
    public void Draws_OfAnEstimator_HaveItsDensity()
    {
        // Over two discrete settings the density adds up to 1, and draws are as frequent as it says.
        var space =
            new Space(new SpaceAxis("depth", Distributions.WholeNumbers(1, 6).OrThrow()),
                new SpaceAxis("loss", Distributions.Categories(3, [0.2, 0.3, 0.5]).OrThrow()));
        var observations = new ParzenObservations(space);
        foreach (var point in (double[][])[[2, 0], [3, 0], [3, 1], [6, 2], [double.NaN, 1]]) observations.Add(point);
        var estimator = new ParzenEstimator(observations);
        estimator.Fit([0, 1, 2, 3, 4]);
        double[][] all = [.. Enumerable.Range(0, 18).Select(number => space.PointAt((long)number))];
        var logs = new double[18];
        estimator.LogDensities(all, logs);

        Assert.Equal(1, logs.Sum(Math.Exp), 1e-12);
        const int draws = 200_000;
        var (random, times) = (new Random(5), new int[18]);
        var drawn = new double[2];
        for (var i = 0; i < draws; i++)
        {
            estimator.Draw([random.NextDouble(), random.NextDouble(), random.NextDouble()], drawn);
            times[((int)drawn[0] - 1) * 3 + (int)drawn[1]]++;
        }

        // Chi-square with 17 degrees of freedom: 40.8 is passed once in a thousand.
        double[] expected = [.. logs.Select(log => draws * Math.Exp(log))];
        Assert.InRange(times.Zip(expected, (time, mean) => (time - mean) * (time - mean) / mean).Sum(), 0, 40.8);
    }

    [Fact]
    public void VectorExponential_OverItsRange_IsExact()
    {
        for (var x = -750.0; x <= 0; x += 0.0371)
        {
            var exact = x < -708 ? 0 : Math.Exp(x);
            Assert.Equal(exact, VectorExponential.Of(System.Runtime.Intrinsics.Vector256.Create(x))[1], exact * 4e-16);
        }

        Assert.Equal(0, VectorExponential.Of(System.Runtime.Intrinsics.Vector256.Create(double.NegativeInfinity))[0]);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(-9, 9)]
    [InlineData(0, 0.001)]
    [InlineData(5, 6)]
    [InlineData(-20, -19.5)]
    [InlineData(30, 31)]
    public void NormalMass_OfAnyInterval_IsItsIntegral(double left, double right)
    {
        var middle = (left + right) / 2;
        double Density(double z) => Math.Exp(-(z * z - middle * middle) / 2) / Math.Sqrt(2 * Math.PI);
        var integral = MathNet.Numerics.Integration.GaussLegendreRule.Integrate(Density, left, right, 128);

        Assert.Equal(Math.Log(integral) - middle * middle / 2, NormalMass.Log(left, right), 1e-9 * Math.Max(1, middle * middle));
    }

    private static int[] Below(double[] values)
    {
        Outcome[] outcomes = [.. values.Select(value => new Outcome(OutcomeKind.Complete, value))];
        return [.. Enumerable.Range(0, values.Length)
            .Order(Comparer<int>.Create((a, b) => outcomes[a].CompareTo(outcomes[b]) is var order and not 0 ? order : a.CompareTo(b)))
            .Take(TpeSampler.CountBelow(values.Length)).Order()];
    }

    /// <summary>
    /// Which of several equal values has the wider kernel, ours says by their index; Optuna leaves it to NumPy's sort, which is not stable.
    /// </summary>
    private static void OrderTiesAsNumPyDoes(ParzenObservations observations, int axis, int[] members)
    {
        var coordinates = observations.CoordinatesOf(axis);
        var places = NumPySort.Order([.. members.Select(member => coordinates[member])]).Select((member, place) => (member, place))
            .ToDictionary(pair => members[pair.member], pair => pair.place);
        int[] order =
            [.. observations.OrderOf(axis).OrderBy(member => coordinates[member]).ThenBy(member => places.GetValueOrDefault(member))];
        for (var i = 0; i < order.Length; i++) observations.OrderOf(axis)[i] = order[i];
    }

    private static ParzenObservations Observations()
    {
        var observations = new ParzenObservations(Space);
        foreach (var point in Points(Peer.GetProperty("observations"))) observations.Add(point);
        return observations;
    }

    private static double[][] Points(System.Text.Json.JsonElement columns)
    {
        var values = Keys.Select(key => columns.GetProperty(key).Numbers()).ToList();
        return [.. Enumerable.Range(0, values[0].Length).Select(row => values.Select(column => column[row]).ToArray())];
    }

    private static void Near(double[] expected, ReadOnlySpan<double> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-9);
    }
}
