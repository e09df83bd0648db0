using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Randomness;
using OrleansHybrid.Learning.Samplers;
using OrleansHybrid.Sweeps.Definition;

namespace OrleansHybrid.Learning.Tests.Samplers;

public sealed class SamplerTests
{
    [Theory]
    [InlineData(SamplerName.Instance, typeof(InstanceUniformSampler))]
    [InlineData(SamplerName.ClassBalanced, typeof(ClassBalancedSampler))]
    public void Create_EveryName_IsItsSampler(SamplerName name, Type expected)
    {
        var set = new ImageSet(new byte[3 * ImageSet.ImageBytes], [0, 0, 1], ["a", "b"]);
        Assert.IsType(expected, Sampler.Create(name, set, seed: 0, RandomPurpose.ContrastiveSampler));
    }
}
