using System.Runtime.InteropServices;
using OrleansHybrid.Learning.Arithmetic;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Learning.Training;

/// <summary>
/// What a process asks of NVIDIA's libraries so that the same training gives the same bits twice on one model of GPU, with one driver
/// and one cuDNN. The rest is for the operations themselves: <c>CudaOperations.approved.md</c> beside the tests has a verdict on each.
/// </summary>
public static partial class SameBits
{
    /// <summary>Sets what the libraries read from the environment; to be called before anything computes on a GPU.</summary>
    /// <remarks>A variable that is set through .NET is not seen by native code: that asks the C library.</remarks>
    public static void SetEnvironment()
    {
        if (OperatingSystem.IsWindows()) return;
        SetVariable(CudaEnvironment.Workspace, CudaEnvironment.WorkspaceSize, overwrite: 1);
        UnsetVariable(CudaEnvironment.TensorFloatOverride);
    }

    /// <summary>Sets what is asked of the library itself; to be called before the first convolution on a GPU.</summary>
    public static void Ask()
    {
        if (!OperatingSystem.IsWindows()) LibTorch.IsCudnnDeterministic = true;
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnsetVariable(string name);
}
