namespace OrleansHybrid.Learning.Tests.Testing;

/// <summary>What a test needs of the machine: elsewhere it skips, with the reason.</summary>
internal static class Requires
{
    public static void OwnKernels() =>
        Assert.SkipUnless(
            Learning.Kernels.OwnKernels.AreOn, "our kernels need AVX-512, which this processor lacks or which is switched off");
}
