using System.Security.Cryptography;
using OrleansHybrid.Kernels.Lanes;
using OrleansHybrid.Kernels.Normalisation;
using OrleansHybrid.Kernels.Tests.References;

namespace OrleansHybrid.Kernels.Tests.Normalisation;

public class BatchNormTests
{
    private const int Pixels = 140;

    /// <summary>Pixels that share a row, that fill one, and that fill three.</summary>
    private static readonly int[] Channels = [16, 64, 192];

    [Theory]
    [ClassData(typeof(EachWidth))]
    public void Passes_OfAnyWidth_AgreeWithTheirDefinitionInFloat64(VectorWidth width)
    {
        foreach (var type in Enum.GetValues<NumberType>())
            foreach (var channels in Channels)
            {
                var given = new Given(channels, Pixels, type);
                var result = given.Passed(width, threads: 1);
                double Moved(int i) => given.X[i] - given.Shift[i % channels];
                double Centred(int i) => given.X[i] - given.Norm.Mean[i % channels];
                var rounding = type is NumberType.Binary32 ? 2e-6 : 4e-3;
                Assert.InRange(Norms.RelativeError(given.Sums(Moved), Singles(result.Sums)), 0, 1e-6);
                Assert.InRange(Norms.RelativeError(given.Sums(i => Moved(i) * Moved(i)), Singles(result.Squares)), 0, 1e-6);
                Assert.InRange(Norms.RelativeError(given.Output(), Floats(type, result.Y)), 0, rounding);
                var inner = given.InnerGradient(Floats(type, result.Y));
                Assert.InRange(Norms.RelativeError(inner, Floats(type, result.Inner)), 0, rounding);
                Assert.InRange(Norms.RelativeError(given.Sums(i => inner[i]), Singles(result.GradientSums)), 0, 1e-5);
                Assert.InRange(Norms.RelativeError(given.Sums(i => inner[i] * Centred(i)), Singles(result.Products)), 0, 1e-5);
                Assert.InRange(Norms.RelativeError(given.InputGradient(inner), Floats(type, result.Dx)), 0, rounding);
                var throughRelu = given.InputGradient(given.InnerGradient(given.OutputWithoutShortcut()));
                Assert.InRange(Norms.RelativeError(throughRelu, Floats(type, result.DxThroughRelu)), 0, rounding);
            }
    }

    /// <summary>The golden bits: those of the scalar reference, of every width, with any number of threads.</summary>
    [Theory]
    [ClassData(typeof(EachWidth))]
    public void Passes_OfAnyWidth_GiveTheSameBits(VectorWidth width)
    {
        using var golden = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var type in Enum.GetValues<NumberType>())
            foreach (var channels in Channels)
            {
                // More than one chunk, and a last one that is not full.
                var given = new Given(channels, 1100 * 192 / channels, type);
                var (here, scalar) = (given.Passed(width, threads: 3), given.Passed(VectorWidth.Scalar, threads: 1));
                Assert.All(scalar.Parts.Zip(here.Parts), part => Assert.True(part.First.AsSpan().SequenceEqual(part.Second)));
                foreach (var part in here.Parts) golden.AppendData(part);
            }

        Assert.Equal(
            "8db3fdbcf03b50d1a6c6d581767011acfa85c3296415af1bf6bb8063e6a92e77", Convert.ToHexStringLower(golden.GetHashAndReset()));
    }

    [Theory]
    [ClassData(typeof(EachWidth))]
    public void Normalise_NaNAndInfinity_ComeOutAsTheyAre(VectorWidth width)
    {
        foreach (var type in Enum.GetValues<NumberType>())
        {
            var grid = ChannelGrid.Of(4 * 64, 64, type)!.Value;
            var x = Enumerable.Range(0, 256).Select(i => i == 70 ? float.NaN : i == 80 ? float.PositiveInfinity : -1f).ToArray();
            var y = new byte[grid.Bytes];
            var (zeros, ones) = (new float[64], Enumerable.Repeat(1f, 64).ToArray());
            CpuKernels.Of(width).Normalise(grid, StoredNumbers.Bytes(type, x), [], y, new(zeros, ones, zeros), threads: 1);
            var numbers = Floats(type, y);
            Assert.True(float.IsNaN(numbers[70]));
            Assert.Equal(float.PositiveInfinity, numbers[80]);
            Assert.Equal(0, numbers[0]);
        }
    }

    private static float[] Floats(NumberType type, byte[] bytes) => StoredNumbers.Floats(type, bytes);

    private static float[] Singles(double[] numbers) => [.. numbers.Select(number => (float)number)];

    /// <summary>A layer's numbers, with what they become by definition.</summary>
    private sealed class Given(int channels, int pixels, NumberType type)
    {
        private readonly ChannelGrid _grid = ChannelGrid.Of((long)channels * pixels, channels, type)!.Value;

        public float[] X { get; } = Stored(type, channels * pixels, 1);

        public float[] Shortcut { get; } = Stored(type, channels * pixels, 2);

        public float[] Outer { get; } = Stored(type, channels * pixels, 3);

        public float[] Shift { get; } = Drawn.Floats(channels, 4);

        public Affine Norm { get; } = new(Drawn.Floats(channels, 5), Drawn.Floats(channels, 6), Drawn.Floats(channels, 7));

        public GradientFactors Factors { get; } = new(Drawn.Floats(channels, 8), Drawn.Floats(channels, 9), Drawn.Floats(channels, 10));

        public double[] Sums(Func<int, double> term)
        {
            var sums = new double[channels];
            for (var i = 0; i < X.Length; i++) sums[i % channels] += term(i);
            return sums;
        }

        public double[] Output() => [.. X.Select((_, i) => Math.Max(0, Normed(i) + Shortcut[i]))];

        public float[] OutputWithoutShortcut() => [.. X.Select((_, i) => (float)Math.Max(0, Normed(i)))];

        public double[] InnerGradient(float[] y) => [.. Outer.Select((g, i) => y[i] > 0 ? g : 0d)];

        public double[] InputGradient(double[] inner) =>
        [
            .. inner.Select((g, i) =>
                Factors.A[i % channels] * g + Factors.B[i % channels] * ((double)X[i] - Norm.Mean[i % channels]) + Factors.C[i % channels]),
        ];

        public Passed Passed(VectorWidth width, int threads)
        {
            var kernels = CpuKernels.Of(width);
            var (x, shortcut, outer) = (Bytes(X), Bytes(Shortcut), Bytes(Outer));
            var (y, inner, dx, dxThroughRelu) = (new byte[x.Length], new byte[x.Length], new byte[x.Length], new byte[x.Length]);
            var (sums, squares) = kernels.Moments(_grid, x, Shift, threads);
            kernels.Normalise(_grid, x, shortcut, y, Norm, threads);
            var (gradientSums, products) = kernels.GradientMoments(_grid, x, y, outer, inner, Norm, threads);
            kernels.NormaliseBack(_grid, x, inner, isInner: true, dx, Norm, Factors, threads);
            kernels.NormaliseBack(_grid, x, outer, isInner: false, dxThroughRelu, Norm, Factors, threads);
            return new(sums, squares, y, gradientSums, products, inner, dx, dxThroughRelu);
        }

        private double Normed(int i) =>
            ((double)X[i] - Norm.Mean[i % channels]) * Norm.Scale[i % channels] + Norm.Offset[i % channels];

        private byte[] Bytes(float[] numbers) => StoredNumbers.Bytes(type, numbers);

        private static float[] Stored(NumberType type, int count, uint seed) =>
            Floats(type, StoredNumbers.Bytes(type, Drawn.Floats(count, seed)));
    }

    private sealed record Passed(
        double[] Sums, double[] Squares, byte[] Y, double[] GradientSums, double[] Products, byte[] Inner, byte[] Dx, byte[] DxThroughRelu)
    {
        public byte[][] Parts =>
        [
            Y, Inner, Dx, DxThroughRelu, .. ((double[][])[Sums, Squares, GradientSums, Products])
                .Select(sums => sums.SelectMany(BitConverter.GetBytes).ToArray()),
        ];
    }
}
