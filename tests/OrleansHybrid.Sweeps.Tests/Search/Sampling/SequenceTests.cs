using OrleansHybrid.Sweeps.Search.Sampling.Sequences;

namespace OrleansHybrid.Sweeps.Tests.Search.Sampling;

public sealed class SequenceTests
{
    [Fact]
    public void Sobol_Unscrambled_IsSciPys() =>
        Assert.Equal(Points(PeersValues.Of("sobol_unscrambled_16x8")), Points(new SobolSequence(8), 16, 8));

    [Fact]
    public void Halton_Unscrambled_IsSciPys() =>
        Assert.Equal(Points(PeersValues.Of("halton_unscrambled_16x8")), Points(new HaltonSequence(8), 16, 8));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sobol_InEveryDimension_HasOnePointInEachEqualPart(bool isScrambled)
    {
        const int points = 1024;
        var sequence = new SobolSequence(SobolSequence.MostDimensions, isScrambled ? Keys(SobolSequence.MostDimensions) : null);
        var rows = Rows(sequence, points, SobolSequence.MostDimensions);

        for (var dimension = 0; dimension < SobolSequence.MostDimensions; dimension++)
            Assert.Equal(Enumerable.Range(0, points), rows.Select(row => (int)(row[dimension] * points)).Order());
        // Of the first dimensions each two fill the elementary rectangles of the plane, which scrambling must keep.
        Assert.All(
            Enumerable.Range(0, 11),
            bits => Assert.Equal(
                points, rows.Select(row => ((int)(row[0] * (1 << bits)), (int)(row[1] * (points >> bits)))).Distinct().Count()));
    }

    [Fact]
    public void Halton_Scrambled_HasOnePointInEachEqualPart()
    {
        var rows = Rows(new HaltonSequence(3, Keys(3)), 5 * 5 * 5 * 5, 3);

        Assert.Equal(Enumerable.Range(0, 625), rows.Select(row => (int)(row[2] * 625)).Order());
        Assert.All(rows.SelectMany(row => row), coordinate => Assert.InRange(coordinate, double.Epsilon, Math.BitDecrement(1.0)));
    }

    [Theory]
    [InlineData("sobol")]
    [InlineData("halton")]
    public void Scrambling_OverManyKeys_MakesEachPointUniform(string name)
    {
        const int keys = 4_000;
        var times = new int[10];
        Span<double> point = stackalloc double[2];
        for (var key = 0UL; key < keys; key++)
        {
            ulong[] scrambling = [key * 2 + 1, key * 2 + 2];
            (name == "sobol" ? (UnitSequence)new SobolSequence(2, scrambling) : new HaltonSequence(2, scrambling)).At(5, point);
            times[(int)(point[1] * 10)]++;
        }

        // Chi-square with 9 degrees of freedom: 27.9 is passed once in a thousand.
        Assert.InRange(times.Sum(time => (time - keys / 10.0) * (time - keys / 10.0) / (keys / 10.0)), 0, 27.9);
    }

    private static ulong[] Keys(int count) => [.. Enumerable.Range(0, count).Select(i => 77UL + (ulong)i)];

    private static string Points(System.Text.Json.JsonElement rows) =>
        string.Join('\n', rows.EnumerateArray().Select(row => Text(row.Numbers())));

    private static string Points(UnitSequence sequence, int count, int dimensions) =>
        string.Join('\n', Rows(sequence, count, dimensions).Select(Text));

    /// <summary>Sums of fractions may differ in their last bit.</summary>
    private static string Text(double[] row) => string.Join(' ', row.Select(number => Math.Round(number, 14)));

    private static List<double[]> Rows(UnitSequence sequence, int count, int dimensions) => [.. Enumerable.Range(0, count).Select(index =>
    {
        var row = new double[dimensions];
        sequence.At((uint)index, row);
        return row;
    })];
}
