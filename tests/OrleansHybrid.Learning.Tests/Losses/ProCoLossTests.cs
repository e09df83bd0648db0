using OrleansHybrid.Learning.Losses;
using OrleansHybrid.Learning.Tests.Reference;
using OrleansHybrid.Sweeps.Settings;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Losses;

public sealed class ProCoLossTests
{
    private const int Classes = 4, Dimension = 6;

    private static readonly int[] TrainImages = [40, 30, 20, 10];

    private static readonly long[] Labels = [0, 1, 2, 1, 0, 0, 1, 2, 1, 0];

    /// <summary>log I_ν(κ), by <c>log(besseli(nu, kappa))</c> of mpmath 1.3.0 with 30 digits.</summary>
    [Theory]
    [InlineData(0, 0.001, 2.4999998437500174e-7)]
    [InlineData(0, 5, 3.3046817758225334)]
    [InlineData(0, 100_000, 99993.324599984316)]
    [InlineData(0.5, 0.3, -0.81282249938802431)]
    [InlineData(0.5, 60, 57.033889185684277)]
    [InlineData(2, 0.001, -15.894952016310778)]
    [InlineData(2, 5, 2.8625216847021057)]
    [InlineData(2, 1000, 995.62530788945305)]
    [InlineData(7, 0.3, -21.802189194554994)]
    [InlineData(7, 60, 56.62467630185054)]
    [InlineData(31.5, 5, -50.766267580180691)]
    [InlineData(31.5, 60, 48.88136193385579)]
    [InlineData(32, 0.3, -142.26511716111766)]
    [InlineData(32, 60, 48.626046142824242)]
    [InlineData(32, 100_000, 99993.31947995876)]
    [InlineData(63, 0.001, -679.86617134652647)]
    [InlineData(63, 5, -143.18541725644035)]
    [InlineData(63, 60, 26.121965971765424)]
    [InlineData(63, 1000, 993.64247312598229)]
    [InlineData(63, 100_000, 99993.304754885747)]
    [InlineData(511, 60, -940.05547042992199)]
    [InlineData(511, 1000, 867.64996930856957)]
    public void LogPartition_OfBesselFunctionsThatAreKnown_AgreesWithThem(double order, double kappa, double logBessel)
    {
        using var scope = NewDisposeScope();
        var expected = logBessel - order * Math.Log(kappa);
        Assert.Equal(expected, LogPartition(order, kappa), 4e-12 + 4e-15 * Math.Abs(expected));
    }

    [Fact]
    public void LogPartition_AtZero_IsItsLimit()
    {
        using var scope = NewDisposeScope();
        // 1 / (2^ν Γ(ν + 1)), DLMF 10.30.1.
        Assert.Equal(0, LogPartition(0, 0), 4e-12);
        Assert.Equal(-Math.Log(8 * 6), LogPartition(3, 0), 4e-12);
        Assert.Equal(-0.5 * Math.Log(Math.PI / 2), LogPartition(0.5, 0), 4e-12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(2)]
    [InlineData(31)]
    [InlineData(63)]
    public void LogPartition_Gradient_AgreesWithFiniteDifferences(double order)
    {
        foreach (var squared in new[] { 0.01, 1, 400, 10_000 })
        {
            using var scope = NewDisposeScope();
            var (at, h) = (tensor(squared).requires_grad_(), 1e-4 * squared);
            VonMisesFisher.LogPartition(order, at).backward();
            var slope = (LogPartition(order, Math.Sqrt(squared + h)) - LogPartition(order, Math.Sqrt(squared - h))) / (2 * h);
            Assert.Equal(slope, at.grad!.item<double>(), 1e-11 / h + 1e-7 * slope);
        }
    }

    [Fact]
    public void Forward_InThreeDimensions_IsTheLoopOverHyperbolicSines()
    {
        using var scope = NewDisposeScope();
        var (z, labels) = (Formula.Sphere("three", 10, 3), tensor(Labels));
        var loss = Observed(0.3, z, labels);
        var fits = Fits(z, Labels, 3);

        var total = 0.0;
        for (var i = 0; i < Labels.Length; i++)
        {
            var shares = new double[Classes];
            for (var c = 0; c < Classes; c++)
            {
                var joint = Math.Sqrt(Enumerable.Range(0, 3)
                    .Sum(d => Math.Pow(fits[c].Kappa * fits[c].Mu[d] + z[i, d].item<double>() / 0.3, 2)));
                // Z(κ) is sinh(κ) / κ up to a constant; the class without a view is uniform.
                shares[c] = TrainImages[c] * Math.Sinh(joint) / joint / (fits[c].Kappa > 0 ? Math.Sinh(fits[c].Kappa) / fits[c].Kappa : 1);
            }

            total -= Math.Log(shares[Labels[i]] / shares.Sum()) / Labels.Length;
        }

        Assert.Equal(total, loss.Forward(z, labels).item<double>(), 1e-10);
    }

    [SlowFact]
    public void Forward_AgreesWithPairsDrawnFromTheDistributions()
    {
        const int draws = 200_000;
        using var scope = NewDisposeScope();
        var (z, labels) = (Formula.Sphere("three", 10, 3), tensor(Labels));
        var fits = Fits(z, Labels, 3);
        var random = new Random(2403_06726);
        var views = z.data<double>().ToArray();

        var means = new double[Labels.Length, Classes];
        for (var c = 0; c < Classes; c++)
        {
            for (var draw = 0; draw < draws; draw++)
            {
                var x = Draw(fits[c].Kappa, fits[c].Mu, random);
                for (var i = 0; i < Labels.Length; i++)
                {
                    var cosine = x[0] * views[3 * i] + x[1] * views[3 * i + 1] + x[2] * views[3 * i + 2];
                    means[i, c] += Math.Exp(cosine / 0.5) / draws;
                }
            }
        }

        var expected = Enumerable.Range(0, Labels.Length).Average(i =>
            -Math.Log(
                TrainImages[Labels[i]] * means[i, Labels[i]] / Enumerable.Range(0, Classes).Sum(c => TrainImages[c] * means[i, c])));
        // exp(2x) of a cosine varies by less than 1.5 times its mean: four standard errors of 200,000 draws.
        Assert.Equal(expected, Observed(0.5, z, labels).Forward(z, labels).item<double>(), 4 * 1.5 / Math.Sqrt(draws));
    }

    [Fact]
    public void Backward_Gradient_AgreesWithFiniteDifferences()
    {
        using var scope = NewDisposeScope();
        var (z, labels) = Point();
        var loss = Observed(0.3, z, labels);
        var free = z.clone().requires_grad_();
        loss.Forward(free, labels).backward();

        for (var i = 0; i < z.numel(); i++)
        {
            const double h = 1e-5;
            var step = zeros(z.numel(), dtype: float64);
            step[i] = h;
            step = step.view(z.shape);
            var slope = (loss.Forward(z + step, labels) - loss.Forward(z - step, labels)).item<double>() / (2 * h);
            Assert.Equal(slope, free.grad!.flatten()[i].item<double>(), 1e-6);
        }
    }

    [Fact]
    public void Forward_OfWhatItSaw_KnowsNoOrderNoDirectionAndNoNames()
    {
        using var scope = NewDisposeScope();
        var (z, labels) = Point();
        var value = Observed(0.3, z, labels).Forward(z, labels).item<double>();
        var order = tensor(new long[] { 3, 0, 4, 1, 2, 8, 5, 9, 6, 7 });
        var turned = z.mm(linalg.qr(Formula.Values("rotation", Dimension, Dimension)).Q);
        var (renamed, others) = (Classes - 1 - labels, new ProCoLoss(0.3, [.. TrainImages.Reverse()], Dimension));
        others.Observe(z, renamed);

        Assert.Equal(value, Observed(0.3, z[order], labels[order]).Forward(z[order], labels[order]).item<double>(), 1e-10);
        Assert.Equal(value, Observed(0.3, turned, labels).Forward(turned, labels).item<double>(), 1e-10);
        Assert.Equal(value, others.Forward(z, renamed).item<double>(), 1e-10);
    }

    [Fact]
    public void Forward_BeforeAnythingWasSeen_IsTheCrossEntropyOfTheClassFrequencies()
    {
        using var scope = NewDisposeScope();
        var (z, labels) = Point();
        var expected = Labels.Average(label => -Math.Log(TrainImages[label] / 100.0));
        Assert.Equal(expected, new ProCoLoss(0.3, TrainImages, Dimension).Forward(z, labels).item<double>(), 1e-10);
    }

    [Fact]
    public void BeginEpoch_KeepsTheEpochBeforeAndNoOlderOne()
    {
        using var scope = NewDisposeScope();
        var (z, labels) = Point();
        var (first, second) = (Formula.Sphere("first", 10, Dimension), Formula.Sphere("second", 10, Dimension));
        using var loss = new ProCoLoss(0.3, TrainImages, Dimension);
        loss.Observe(first, labels);
        loss.BeginEpoch();
        loss.Observe(second, labels);

        var both = Observed(0.3, cat([first, second]), cat([labels, labels]));
        Assert.Equal(both.Forward(z, labels).item<double>(), loss.Forward(z, labels).item<double>(), 1e-12);

        loss.BeginEpoch();
        Assert.Equal(
            Observed(0.3, second, labels).Forward(z, labels).item<double>(), loss.Forward(z, labels).item<double>(), 1e-12);
    }

    [Theory]
    [InlineData(1e-4)]
    [InlineData(0.1)]
    [InlineData(100)]
    public void Forward_OfEqualViewsInBFloat16_StaysFinite(double temperature)
    {
        using var scope = NewDisposeScope();
        // Each class has one direction only: its concentration has no finite estimate.
        var narrow = Formula.Sphere("one", Classes, Dimension)[tensor(Labels)].to(bfloat16).requires_grad_();
        var value = Observed(temperature, narrow.detach(), tensor(Labels)).Forward(narrow, tensor(Labels));
        value.backward();

        Assert.Equal(float32, value.dtype);
        Assert.True(value.isfinite().item<bool>());
        Assert.True(narrow.grad!.isfinite().all().item<bool>());
    }

    [Fact]
    public void Forward_InFloat32_AgreesWithFloat64()
    {
        using var scope = NewDisposeScope();
        var (z, labels) = Point();
        var (single, twofold) = (Observed(0.01, z.to(float32), labels), Observed(0.01, z, labels));
        Assert.Equal(twofold.Forward(z, labels).item<double>(), single.Forward(z.to(float32), labels).item<float>(), 1e-5);
    }

    [Fact]
    public void Step_LeavesTheLossAloneBehind()
    {
        using var outer = NewDisposeScope();
        var (z, labels) = Point();
        var loss = new ProCoLoss(0.3, TrainImages, Dimension);
        var before = outer.DisposablesCount;
        loss.BeginEpoch();
        loss.Observe(z, labels);
        loss.Forward(z, labels);
        Assert.Equal(before + 1, outer.DisposablesCount);
    }

    [Fact]
    public void Recipe_ThatNamesIt_GetsIt() =>
        Assert.IsType<ProCoLoss>(LossFunctions.Contrastive(new Recipe { ContrastiveLoss = ContrastiveLossName.Proco }, TrainImages));

    private static (Tensor Z, Tensor Labels) Point() => (Formula.Sphere("property", 10, Dimension), tensor(Labels));

    private static ProCoLoss Observed(double temperature, Tensor z, Tensor labels)
    {
        var loss = new ProCoLoss(temperature, TrainImages, (int)z.shape[1]);
        loss.Observe(z, labels);
        return loss;
    }

    private static double LogPartition(double order, double kappa) =>
        VonMisesFisher.LogPartition(order, tensor(kappa * kappa)).item<double>();

    /// <summary>κ and μ of each class, as the paper estimates them.</summary>
    private static (double Kappa, double[] Mu)[] Fits(Tensor z, long[] labels, int dimension) =>
    [
        .. Enumerable.Range(0, Classes).Select(c =>
        {
            int[] members = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == c)];
            double[] mean =
            [
                .. Enumerable.Range(0, dimension).Select(d => members.Sum(i => z[i, d].item<double>()) / Math.Max(1, members.Length)),
            ];
            var r = Math.Sqrt(mean.Sum(value => value * value));
            return (r * (dimension - r * r) / (1 - r * r), mean.Select(value => r > 0 ? value / r : 0).ToArray());
        }),
    ];

    /// <summary>A draw on the sphere of three dimensions: the cosine to μ by its inverse distribution, the rest uniform.</summary>
    private static double[] Draw(double kappa, double[] mu, Random random)
    {
        var u = random.NextDouble();
        var cosine = kappa > 0 ? 1 + Math.Log(u + (1 - u) * Math.Exp(-2 * kappa)) / kappa : 2 * u - 1;
        var (sine, angle) = (Math.Sqrt(Math.Max(0, 1 - cosine * cosine)), 2 * Math.PI * random.NextDouble());
        var axis = kappa > 0 ? mu : [0, 0, 1];
        // Two directions across the axis, the first along the coordinate that it has least of.
        var least = Enumerable.Range(0, 3).MinBy(d => Math.Abs(axis[d]));
        double[] first = [.. axis.Select((value, d) => (d == least ? 1 : 0) - axis[least] * value)];
        var length = Math.Sqrt(first.Sum(value => value * value));
        first = [.. first.Select(value => value / length)];
        double[] second =
        [
            axis[1] * first[2] - axis[2] * first[1], axis[2] * first[0] - axis[0] * first[2], axis[0] * first[1] - axis[1] * first[0],
        ];
        return [.. Enumerable.Range(0, 3).Select(d =>
            cosine * axis[d] + sine * (Math.Cos(angle) * first[d] + Math.Sin(angle) * second[d]))];
    }
}
