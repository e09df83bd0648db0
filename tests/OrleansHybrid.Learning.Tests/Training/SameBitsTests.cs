using System.Runtime.InteropServices;
using OrleansHybrid.Learning.Arithmetic;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Learning.Tests.Training;

public class SameBitsTests
{
    [Fact]
    public void Ask_LetsCudnnChooseOnlyWhatRepeatsItself()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the library's names are other ones there");
        LibTorch.IsCudnnDeterministic = false;
        Assert.False(LibTorch.IsCudnnDeterministic);

        SameBits.Ask();

        Assert.True(LibTorch.IsCudnnDeterministic);
    }

    [Fact]
    public void SetEnvironment_ReachesNativeCode()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no libc there");
        Assert.Equal(0, SetVariable(CudaEnvironment.TensorFloatOverride, "1", 1));

        SameBits.SetEnvironment();

        Assert.Equal(":4096:8", Marshal.PtrToStringUTF8(Variable(CudaEnvironment.Workspace)));
        Assert.Equal(0, Variable(CudaEnvironment.TensorFloatOverride));
    }

    [Fact]
    public void Version_OfTheLoadedLibrary_IsOne() => Assert.True(System.Version.Parse(LibTorch.Version) >= new Version(2, 9));

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi)]
    private static extern int SetVariable(string name, string value, int overwrite);

    [DllImport("libc", EntryPoint = "getenv", CharSet = CharSet.Ansi)]
    private static extern nint Variable(string name);
}
