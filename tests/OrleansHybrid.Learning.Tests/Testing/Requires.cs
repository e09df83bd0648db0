namespace OrleansHybrid.Learning.Tests.Testing;

/// <summary>What a test needs of the machine: elsewhere it skips, with the reason.</summary>
internal static class Requires
{
    public static void OwnKernels() =>
        Assert.SkipWhen(
            Learning.Layers.OwnKernels.Version is null, "our kernels need AVX2, which this processor lacks, or they are switched off");
}
