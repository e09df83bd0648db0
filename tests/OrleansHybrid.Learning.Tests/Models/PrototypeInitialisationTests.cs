using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Learning.Models;
using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Models;

public sealed class PrototypeInitialisationTests
{
    [Theory]
    [InlineData(PrototypeInit.Orthogonal, 10, 10, 0)]
    [InlineData(PrototypeInit.Orthogonal, 10, 128, 0)]
    [InlineData(PrototypeInit.Simplex, 2, 2, -1)]
    [InlineData(PrototypeInit.Simplex, 9, 8, -1.0 / 8)]
    [InlineData(PrototypeInit.Simplex, 100, 128, -1.0 / 99)]
    public void Fill_RegularFigure_HasItsCosines(PrototypeInit init, int count, int dimension, double cosine)
    {
        using var scope = NewDisposeScope();
        var table = Table(init, [count, dimension], seed: 1).to(float64);
        var expected = eye(count, dtype: float64) * (1 - cosine) + cosine;
        Assert.Equal(0, (table.mm(table.t()) - expected).abs().max().item<double>(), 1e-6);
    }

    [Theory]
    [InlineData(PrototypeInit.Random)]
    [InlineData(PrototypeInit.Orthogonal)]
    [InlineData(PrototypeInit.Simplex)]
    public void Fill_Seed_DecidesTheDirections(PrototypeInit init)
    {
        using var scope = NewDisposeScope();
        Assert.Equal(Table(init, [4, 8], seed: 1).bytes.ToArray(), Table(init, [4, 8], seed: 1).bytes.ToArray());
        Assert.True((Table(init, [4, 8], seed: 1) - Table(init, [4, 8], seed: 2)).abs().max().item<float>() > 0.1);
    }

    [Fact]
    public void Fill_SeveralOfEachClass_SpreadsAllAlike()
    {
        using var scope = NewDisposeScope();
        var table = Table(PrototypeInit.Simplex, [3, 2, 8], seed: 1).view(6, 8);
        var cosines = table.mm(table.t()) - eye(6) * 1.2f;
        Assert.Equal(-0.2f, cosines.min().item<float>(), 1e-6f);
        Assert.Equal(-0.2f, cosines.max().item<float>(), 1e-6f);
    }

    [Theory]
    [InlineData(PrototypeInit.Orthogonal, 9, 9)]
    [InlineData(PrototypeInit.Simplex, 10, 9)]
    public void Fill_TooFewDimensions_IsABadRecipeThatSaysHowManyItTakes(PrototypeInit init, int count, int needed)
    {
        var failure = Assert.Throws<TrainingException>(() => Table(init, [count, 8], seed: 1)).Failure;
        Assert.Equal(FailureKind.BadRecipe, failure.Kind);
        Assert.Contains($"projection_dim to {needed} or more", failure.Message, StringComparison.Ordinal);
    }

    private static Tensor Table(PrototypeInit init, long[] shape, long seed)
    {
        var table = zeros(shape);
        var random = new CounterRandom(seed, RandomPurpose.Initialisation);
        PrototypeInitialisation.Fill(table, init, ref random);
        return table;
    }
}
