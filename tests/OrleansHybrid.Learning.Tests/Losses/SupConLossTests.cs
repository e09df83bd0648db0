using OrleansHybrid.Learning.Losses;
using static OrleansHybrid.Learning.Tests.Losses.LossByHand;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Losses;

public class SupConLossTests
{
    private static readonly int[] Labels = [0, 1, 2, 1, 0, 1, 2, 1];

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(2.0)]
    public void Forward_AnyTemperature_AgreesWithLoopsInValueAndGradient(double temperature)
    {
        using var scope = NewDisposeScope();
        var rows = UnitRows(8, 5, seed: 1);
        var z = ToTensor(rows, requiresGrad: true);

        var loss = new SupConLoss(temperature).Forward(z, ToTensor(Labels));
        loss.backward();

        Assert.Equal(SupCon(rows, Labels, temperature), loss.item<float>(), 1e-5);
        AssertClose(Gradient(rows, point => SupCon(point, Labels, temperature)), z.grad!);
    }

    [Fact]
    public void Forward_AnchorWithoutPositive_IsSkippedAndStaysANegative()
    {
        using var scope = NewDisposeScope();
        int[] labels = [0, 0, 1, 2, 2];
        var rows = UnitRows(5, 4, seed: 2);
        var z = ToTensor(rows, requiresGrad: true);

        var loss = new SupConLoss(0.2).Forward(z, ToTensor(labels));
        loss.backward();

        Assert.Equal(SupCon(rows, labels, 0.2), loss.item<float>(), 1e-5);
        AssertClose(Gradient(rows, point => SupCon(point, labels, 0.2)), z.grad!);
        Assert.True(z.grad![2].abs().max().item<float>() > 1e-3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Forward_AllAnchorsAlone_IsZeroWithZeroGradient(int samples)
    {
        using var scope = NewDisposeScope();
        var z = ToTensor(UnitRows(samples, 4, seed: 3), requiresGrad: true);

        var loss = new SupConLoss(0.1).Forward(z, ToTensor([.. Enumerable.Range(0, samples)]));
        loss.backward();

        Assert.Equal(0, loss.item<float>());
        Assert.All(z.grad!.data<float>().ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Forward_OneClassAllAlike_IsTheLogarithmOfTheOthers()
    {
        using var scope = NewDisposeScope();
        var same = Enumerable.Repeat(UnitRows(1, 4, seed: 4)[0], 6).ToArray();
        var loss = new SupConLoss(0.1).Forward(ToTensor(same), zeros(6, dtype: int64));
        Assert.Equal(Math.Log(5), loss.item<float>(), 1e-5);
    }

    [Fact]
    public void Forward_SamplesReordered_IsTheSame()
    {
        using var scope = NewDisposeScope();
        var (z, labels) = (ToTensor(UnitRows(8, 5, seed: 5)), ToTensor(Labels));
        var order = tensor(new long[] { 3, 7, 0, 5, 1, 6, 2, 4 });
        var loss = new SupConLoss(0.1);
        Assert.Equal(loss.Forward(z, labels).item<float>(), loss.Forward(z[order], labels[order]).item<float>(), 1e-5);
    }

    [Fact]
    public void Forward_ClassesRenamedAndSpaceRotated_IsTheSame()
    {
        using var scope = NewDisposeScope();
        var rows = UnitRows(8, 2, seed: 6);
        double[][] rotated = [.. rows.Select(row => new[] { 0.6 * row[0] - 0.8 * row[1], 0.8 * row[0] + 0.6 * row[1] })];
        var loss = new SupConLoss(0.1);
        Assert.Equal(
            loss.Forward(ToTensor(rows), ToTensor(Labels)).item<float>(),
            loss.Forward(ToTensor(rotated), 7 - ToTensor(Labels)).item<float>(),
            1e-4);
    }

    [Fact]
    public void Forward_TinyTemperature_StaysFinite()
    {
        using var scope = NewDisposeScope();
        var z = ToTensor(UnitRows(8, 5, seed: 7), requiresGrad: true);
        var loss = new SupConLoss(1e-4).Forward(z, ToTensor(Labels));
        loss.backward();
        Assert.True(float.IsFinite(loss.item<float>()));
        Assert.All(z.grad!.data<float>().ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Forward_LeavesOneTensorBehind()
    {
        using var outer = NewDisposeScope();
        var (z, labels) = (ToTensor(UnitRows(8, 5, seed: 8)), ToTensor(Labels));
        var before = outer.DisposablesCount;
        new SupConLoss(0.1).Forward(z, labels);
        Assert.Equal(before + 1, outer.DisposablesCount);
    }

    internal static void AssertClose(float[] expected, Tensor actual)
    {
        var values = actual.data<float>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], values[i], 2e-5f);
    }
}
