using OrleansHybrid.Kernels.Lanes;
using OrleansHybrid.Learning.Layers;

namespace OrleansHybrid.Learning.Tests.Layers;

public class OwnKernelsTests
{
    [Fact]
    public void Choose_Off_IsNone() => Assert.Null(OwnKernels.Choose("off"));

    [Theory]
    [InlineData("32")]
    [InlineData("1024")]
    [InlineData("on")]
    public void Choose_WhatThisProcessorCannotDo_NamesWhatItCan(string named) =>
        Assert.StartsWith(
            $"ORLEANSHYBRID_KERNELS is '{named}', which this processor cannot do: set it to off",
            Assert.Throws<ArgumentException>(() => OwnKernels.Choose(named)).Message);

    [Fact]
    public void Choose_AWidthOfThisProcessor_IsThat()
    {
        foreach (var width in VectorWidths.Here.Where(width => width is not VectorWidth.Scalar))
            Assert.Equal(width, OwnKernels.Choose($"{(int)width}")!.Width);
    }
}
