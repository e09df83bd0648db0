using OrleansHybrid.Kernels.Lanes;
using OrleansHybrid.Learning.Layers;

namespace OrleansHybrid.Learning.Tests.Layers;

public class OwnKernelsTests
{
    [Fact]
    public void Choose_Off_IsNone() => Assert.Equal(new(null, null), OwnKernels.Choose("off"));

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
        {
            var chosen = OwnKernels.Choose($"{(int)width}");
            Assert.Equal((width, width), (chosen.BatchNorm!.Width, chosen.Convolutions!.Width));
        }
    }

    [Fact]
    public void Choose_OneKindOfLayer_LeavesTheOtherToTorch()
    {
        var all = OwnKernels.Choose(null);
        Assert.SkipWhen(all.BatchNorm is null, "our kernels need AVX2, which this processor lacks");

        var (norm, convolutions) = (OwnKernels.Choose("batch-norm"), OwnKernels.Choose("convolutions"));
        Assert.Equal((all.BatchNorm.Width, null), (norm.BatchNorm!.Width, norm.Convolutions));
        Assert.Equal((null, all.BatchNorm.Width), (convolutions.BatchNorm, convolutions.Convolutions!.Width));
    }
}
