using OrleansHybrid.Learning.Losses;
using static OrleansHybrid.Learning.Tests.Losses.LossByHand;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Losses;

public class PrototypicalLossTests
{
    private static readonly int[] Labels = [0, 1, 2, 1, 0, 3];

    [Theory]
    [InlineData(0.1, false)]
    [InlineData(0.1, true)]
    [InlineData(1.0, false)]
    [InlineData(1.0, true)]
    public void Forward_BothForms_AgreeWithLoopsInValueAndGradients(double temperature, bool positiveInDenominator)
    {
        using var scope = NewDisposeScope();
        var (rows, table) = (UnitRows(6, 5, seed: 1), UnitRows(4, 5, seed: 2));
        var (z, prototypes) = (ToTensor(rows, requiresGrad: true), ToTensor(table, requiresGrad: true));

        var loss = new PrototypicalLoss(temperature, positiveInDenominator).Forward(z, ToTensor(Labels), prototypes);
        loss.backward();

        Assert.Equal(Prototypical(rows, table, Labels, temperature, positiveInDenominator), loss.item<float>(), 1e-5);
        SupConLossTests.AssertClose(
            Gradient(rows, point => Prototypical(point, table, Labels, temperature, positiveInDenominator)), z.grad!);
        SupConLossTests.AssertClose(
            Gradient(table, point => Prototypical(rows, point, Labels, temperature, positiveInDenominator)), prototypes.grad!);
    }

    [Theory]
    [InlineData(10, false, 9)]
    [InlineData(10, true, 10)]
    [InlineData(100, false, 99)]
    public void Forward_AllCosinesZero_IsTheLogarithmOfTheRivals(int classes, bool positiveInDenominator, int rivals)
    {
        using var scope = NewDisposeScope();
        var prototypes = cat([eye(classes), zeros(classes, 1)], 1);
        var z = zeros(3, classes + 1);
        z[.., classes] = 1f;
        var loss = new PrototypicalLoss(0.1, positiveInDenominator).Forward(z, tensor(new long[] { 0, 1, 5 }), prototypes);
        Assert.Equal(Math.Log(rivals), loss.item<float>(), 1e-5);
    }

    [Theory]
    [InlineData(10, 1.0, false, 1.086113)]
    [InlineData(10, 1.0, true, 1.376930)]
    [InlineData(100, 0.1, false, -5.505890)]
    [InlineData(100, 0.1, true, 0.004055)]
    public void Forward_AtTheSimplexOptimum_HasTheClosedFormsValue(
        int classes, double temperature, bool positiveInDenominator, double expected)
    {
        using var scope = NewDisposeScope();
        var simplex = ToTensor(Simplex(classes));
        var loss = new PrototypicalLoss(temperature, positiveInDenominator).Forward(simplex, arange(classes, dtype: int64), simplex);
        Assert.Equal(expected, loss.item<float>(), 2e-5);
    }

    [Fact]
    public void Forward_ClassesPermutedWithTheirPrototypes_IsTheSame()
    {
        using var scope = NewDisposeScope();
        var (z, prototypes, labels) = (ToTensor(UnitRows(6, 5, seed: 3)), ToTensor(UnitRows(4, 5, seed: 4)), ToTensor(Labels));
        var loss = new PrototypicalLoss(0.1);
        Assert.Equal(
            loss.Forward(z, labels, prototypes).item<float>(), loss.Forward(z, 3 - labels, prototypes.flip(0)).item<float>(), 1e-5);
    }

    [Fact]
    public void Forward_OnePrototype_IsRefused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => new PrototypicalLoss(0.1).Forward(ones(2, 3), zeros(2, dtype: int64), ones(1, 3)));
    }

    [Fact]
    public void Forward_LeavesOneTensorBehind()
    {
        using var outer = NewDisposeScope();
        var (z, prototypes, labels) = (ToTensor(UnitRows(6, 5, seed: 5)), ToTensor(UnitRows(4, 5, seed: 6)), ToTensor(Labels));
        var before = outer.DisposablesCount;
        new PrototypicalLoss(0.1).Forward(z, labels, prototypes);
        Assert.Equal(before + 1, outer.DisposablesCount);
    }
}
