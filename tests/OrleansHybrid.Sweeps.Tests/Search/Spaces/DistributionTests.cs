using MathNet.Numerics.Distributions;
using OrleansHybrid.Sweeps.Search.Spaces;

namespace OrleansHybrid.Sweeps.Tests.Search.Spaces;

public sealed class DistributionTests(ITestOutputHelper output)
{
    private static readonly Dictionary<string, Distribution> All = new()
    {
        ["uniform"] = Distributions.Uniform(-1, 3).OrThrow(),
        ["uniform far from 0"] = Distributions.Uniform(1_000_000, 1_000_001).OrThrow(),
        ["log-uniform"] = Distributions.LogUniform(1e-5, 1e-1).OrThrow(),
        ["narrow log-uniform"] = Distributions.LogUniform(1, 1.001).OrThrow(),
        ["stepped"] = Distributions.Stepped(0.1, 0.9, 0.2).OrThrow(),
        ["int"] = Distributions.WholeNumbers(-2, 5).OrThrow(),
        ["int log"] = Distributions.LogWholeNumbers(16, 512).OrThrow(),
        ["normal"] = Distributions.Normal(2, 0.5).OrThrow(),
        ["log-normal"] = Distributions.LogNormal(-3, 1).OrThrow(),
        ["beta"] = Distributions.Beta(2, 5).OrThrow(),
        ["q_uniform"] = Distributions.Quantised(Distributions.Uniform(0.05, 1).OrThrow(), 0.1).OrThrow(),
        ["q_log_uniform"] = Distributions.Quantised(Distributions.LogUniform(0.3, 40).OrThrow(), 4).OrThrow(),
        ["q_normal"] = Distributions.Quantised(Distributions.Normal(0, 3).OrThrow(), 0.5).OrThrow(),
        ["q_log_normal"] = Distributions.Quantised(Distributions.LogNormal(0, 1).OrThrow(), 1).OrThrow(),
        ["q_beta"] = Distributions.Quantised(Distributions.Beta(2, 2).OrThrow(), 0.25).OrThrow(),
        ["categories"] = Distributions.Categories(4).OrThrow(),
        ["weighted categories"] = Distributions.Categories(3, [0.2, 0.5, 0.3]).OrThrow(),
        ["constant"] = Distributions.Constant(7).OrThrow(),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Draw_OfAnyDistribution_IsContainedAndItsOwnNearest(string name)
    {
        var (distribution, random) = (All[name], new Random(1));
        double[] quantiles =
            [double.Epsilon, 1e-12, 0.5, 1 - 1e-12, Math.BitDecrement(1.0), .. Enumerable.Range(0, 2_000).Select(_ => random.NextDouble())];
        foreach (var quantile in quantiles)
        {
            var value = distribution.At(quantile);
            Assert.True(distribution.Contains(value), $"{name} at {quantile}: {value:R}");
            Assert.Equal(value, distribution.Nearest(value));
            Assert.InRange(value, distribution.Low, distribution.High);
            // A text that a table or a file carries gives the number again.
            Assert.InRange(value.ToString("R", System.Globalization.CultureInfo.InvariantCulture).Length, 1, 14);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void QuantileOf_OfAnyDistribution_IsTheInverseOfAt(string name)
    {
        var (distribution, random) = (All[name], new Random(2));
        for (var i = 0; i < 2_000; i++)
        {
            var value = distribution.At(random.NextDouble());
            Assert.Equal(
                value, distribution.At(Math.Clamp(distribution.QuantileOf(value), 1e-15, 1 - 1e-15)), Math.Abs(value) * 2e-5 + 2e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_OfWhatCanBeCounted_AreAllThatIsDrawn(string name)
    {
        var distribution = All[name];
        if (distribution.Count is not { } count)
        {
            Assert.Throws<NotSupportedException>(() => distribution.ValueAt(0));
            return;
        }

        var values = Enumerable.Range(0, (int)count).Select(number => distribution.ValueAt(number)).ToList();
        Assert.Equal(values.Order().Distinct(), values);
        Assert.Equal((distribution.Low, distribution.High), (values[0], values[^1]));
        var drawn = Enumerable.Range(0, 100_000).Select(i => distribution.At((i + 0.5) / 100_000)).CountBy(value => value).ToDictionary();
        Assert.Equal(values, drawn.Keys.Order());
        if (distribution.IsEven) Assert.All(drawn.Values, times => Assert.InRange(times, 100_000 / count - 2, 100_000 / count + 2));
    }

    [Fact]
    public void Draws_OfContinuousDistributions_HaveTheirDistributionFunction()
    {
        const int seed = 20;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        Follows("uniform", value => (value + 1) / 4);
        Follows("log-uniform", value => Math.Log(value / 1e-5) / Math.Log(1e4));
        Follows("normal", value => Normal.CDF(2, 0.5, value));
        Follows("log-normal", value => LogNormal.CDF(-3, 1, value));
        Follows("beta", value => Beta.CDF(2, 5, value));

        // Kolmogorov and Smirnov: 1.95 / sqrt(n) is passed once in a thousand.
        void Follows(string name, Func<double, double> function)
        {
            const int draws = 10_000;
            var sorted = Enumerable.Range(0, draws).Select(_ => All[name].At(random.NextDouble())).Order().ToList();
            double Off(double value, int i) => Math.Abs(function(value) - i / (double)draws);
            var distance = sorted.Select((value, i) => Math.Max(Off(value, i), Off(value, i + 1))).Max();
            Assert.True(distance < 1.95 / Math.Sqrt(draws), $"{name}: {distance}");
        }
    }

    [Fact]
    public void Draws_OfCountedDistributions_HaveTheirProbabilities()
    {
        Near(All["weighted categories"], [0.2, 0.5, 0.3]);
        // From half a step below the first to half a step above the last.
        Near(All["int"], [.. Enumerable.Repeat(1 / 8.0, 8)]);
        // Rounded to multiples: what lies within half a step of the range's ends has less.
        Near(All["q_uniform"], [0.1 / 0.95, .. Enumerable.Repeat(0.1 / 0.95, 8), 0.05 / 0.95]);
        var (low, width) = (15.5, Math.Log(512.5 / 15.5));
        Near(All["int log"], [.. Enumerable.Range(16, 497).Select(value => Math.Log((value + 0.5) / (value - 0.5)) / width)]);
        Assert.Equal(Math.Log(16 / low) / width, All["int log"].QuantileOf(16), 2e-4);

        static void Near(Distribution distribution, double[] probabilities)
        {
            const int draws = 400_000;
            var times = Enumerable.Range(0, draws).Select(i => distribution.At((i + 0.5) / draws)).CountBy(value => value).ToDictionary();
            Assert.Equal(probabilities.Length, times.Count);
            for (var i = 0; i < probabilities.Length; i++)
                Assert.Equal(probabilities[i], times[distribution.ValueAt(i)] / (double)draws, 1e-5);
        }
    }

    [Fact]
    public void InverseLogUniform_ByValue_IsLogUniform()
    {
        // W&B's inv_log_uniform_values: the inverse of a log-uniform draw between the inverses of its ends.
        var inverse = Distributions.LogUniform(1 / 0.1, 1 / 0.001).OrThrow();
        var range = Distributions.LogUniform(0.001, 0.1).OrThrow();

        foreach (var quantile in (double[])[0.01, 0.25, 0.5, 0.9])
            Assert.Equal(range.At(quantile), 1 / inverse.At(1 - quantile), range.At(quantile) * 1e-5);
    }

    [Theory]
    [InlineData(0, 10, 8)]
    [InlineData(-1, 1, 0.5)]
    [InlineData(0.05, 1, 0.1)]
    public void Quantised_OfAUniformRange_StaysWithinIt(double low, double high, double step)
    {
        var distribution = Distributions.Quantised(Distributions.Uniform(low, high).OrThrow(), step).OrThrow();

        var values = Enumerable.Range(0, (int)distribution.Count!).Select(number => distribution.ValueAt(number)).ToList();
        Assert.All(values, value => Assert.InRange(value, low, high));
        Assert.All(values, value => Assert.Equal(Math.Round(value / step), value / step, 1e-9));
    }

    [Fact]
    public void QuantisedLogNormal_NeverIsZero() =>
        Assert.Equal(1, All["q_log_normal"].At(1e-6));

    [Fact]
    public void Equality_IsByWhatIsDrawn()
    {
        Assert.Equal(Distributions.Uniform(0, 1), Distributions.Uniform(0, 1));
        Assert.Equal(Distributions.Categories(2, [0.5, 0.5]), Distributions.Categories(2));
        Assert.NotEqual(Distributions.Categories(2, [0.4, 0.6]), Distributions.Categories(2));
        Assert.NotEqual(Distributions.Uniform(0, 1), Distributions.LogUniform(0.5, 1));
    }
}
