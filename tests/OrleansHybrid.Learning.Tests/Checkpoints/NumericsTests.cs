using OrleansHybrid.Learning.Checkpoints;

namespace OrleansHybrid.Learning.Tests.Checkpoints;

public class NumericsTests
{
    [Fact]
    public void DifferenceFrom_Itself_IsEmpty() => Assert.Equal("", Numerics.Of("cpu", 1).DifferenceFrom(Numerics.Of("cpu", 1)));

    [Fact]
    public void DifferenceFrom_OtherThreadsAndCpu_NamesBoth()
    {
        var here = Numerics.Of("cpu", 2);
        Assert.Equal(
            $"CPU {here.Cpu} instead of Abacus 80386, threads 2 instead of 1",
            here.DifferenceFrom(here with { Cpu = "Abacus 80386", Threads = 1 }));
    }
}
