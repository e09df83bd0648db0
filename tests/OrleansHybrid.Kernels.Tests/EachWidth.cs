using OrleansHybrid.Kernels.Lanes;

namespace OrleansHybrid.Kernels.Tests;

/// <summary>The widths of vectors that the processor has, the scalar reference among them.</summary>
public sealed class EachWidth : TheoryData<VectorWidth>
{
    public EachWidth()
    {
        foreach (var width in VectorWidths.Here) Add(width);
    }
}
