using OrleansHybrid.Learning.Models;
using OrleansHybrid.Learning.Tests.Reference;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Models;

public sealed class PrototypeAverageTests
{
    [Fact]
    public void Move_SeveralOfEachClass_AgreesWithTheReference()
    {
        using var scope = NewDisposeScope();
        var table = Formula.Sphere("prototypes", 5, 3, 8);
        PrototypeAverage.Move(table, Formula.Sphere("z", 12, 8), tensor(new long[] { 0, 1, 2, 1, 0, 3, 0, 1, 2, 1, 0, 3 }), momentum: 0.9);
        Golden.AssertNear(Golden.Read<Golden.Losses>("losses").MovingAverage, table, 1e-12);
    }

    [Fact]
    public void Move_ClassWithoutSamples_StaysToTheBit()
    {
        using var scope = NewDisposeScope();
        var table = Formula.Sphere("table", 3, 1, 6).to(float32);
        var before = table.clone();
        PrototypeAverage.Move(table, Formula.Sphere("z", 4, 6), tensor(new long[] { 0, 0, 1, 0 }), momentum: 0.5);
        Assert.Equal(before[2].bytes.ToArray(), table[2].bytes.ToArray());
        Assert.True((table - before)[..2].abs().amax([1, 2]).gt(1e-2).all().item<bool>());
    }

    [Fact]
    public void Move_WithoutMomentum_IsTheDirectionOfTheMean()
    {
        using var scope = NewDisposeScope();
        var (table, z) = (Formula.Sphere("table", 2, 1, 6), Formula.Sphere("z", 3, 6));
        PrototypeAverage.Move(table, z, zeros(3, dtype: int64), momentum: 0);
        Golden.AssertNear(nn.functional.normalize(z.mean([0]), dim: 0).data<double>().ToArray(), table[0, 0], 1e-12);
    }

    [Fact]
    public void Move_AgainAndAgain_ComesToTheMeanAndStaysOnTheSphere()
    {
        using var scope = NewDisposeScope();
        var (table, z) = (Formula.Sphere("table", 2, 1, 6), Formula.Sphere("z", 3, 6));
        for (var i = 0; i < 500; i++) PrototypeAverage.Move(table, z, zeros(3, dtype: int64), momentum: 0.9);
        Golden.AssertNear(nn.functional.normalize(z.mean([0]), dim: 0).data<double>().ToArray(), table[0, 0], 1e-10);
        Assert.Equal(1, table[0, 0].norm().item<double>(), 1e-12);
    }
}
