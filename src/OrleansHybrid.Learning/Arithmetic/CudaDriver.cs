using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace OrleansHybrid.Learning.Arithmetic;

/// <summary>What NVIDIA's driver and cuDNN say of the GPU that this process computes on; null for each that is
/// not there, and on Windows.</summary>
internal static partial class CudaDriver
{
    private const string Library = "libcuda.so.1";

    private const int Success = 0, LongestName = 256;

    private static readonly string[] CudnnLibraries = ["libcudnn.so.9", "libcudnn.so.8"];

    /// <summary>The model of the first visible GPU, such as <c>NVIDIA H200</c>; of a part of one, with its size.</summary>
    public static string? GpuName() => Ask(() =>
    {
        var name = new byte[LongestName];
        return Initialise(0) == Success && Device(out var device, 0) == Success && Name(name, name.Length, device) == Success
            ? Encoding.ASCII.GetString(name).TrimEnd('\0')
            : null;
    });

    /// <summary>The newest CUDA that the driver serves: <c>12.8</c>.</summary>
    public static string? Version() => Ask(() => DriverVersion(out var version) == Success && version > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{version / 1000}.{version % 1000 / 10}")
        : null);

    /// <summary>Such as <c>9.10.2</c>.</summary>
    public static string? CudnnVersion()
    {
        foreach (var library in CudnnLibraries)
            if (NativeLibrary.TryLoad(library, typeof(CudaDriver).Assembly, null, out var cudnn)
                && NativeLibrary.TryGetExport(cudnn, "cudnnGetVersion", out var version))
                return CudnnVersion((long)Marshal.GetDelegateForFunctionPointer<CudnnVersionFunction>(version)());
        return null;
    }

    /// <param name="number">As cuDNN tells it: 91002, or 8907 before version 9.</param>
    internal static string CudnnVersion(long number) => number >= 90_000
        ? string.Create(CultureInfo.InvariantCulture, $"{number / 10_000}.{number % 10_000 / 100}.{number % 100}")
        : string.Create(CultureInfo.InvariantCulture, $"{number / 1000}.{number % 1000 / 100}.{number % 100}");

    private static string? Ask(Func<string?> question)
    {
        try
        {
            return question();
        }
        catch (Exception absent) when (absent is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport(Library, EntryPoint = "cuInit")]
    private static partial int Initialise(uint flags);

    [LibraryImport(Library, EntryPoint = "cuDeviceGet")]
    private static partial int Device(out int device, int ordinal);

    [LibraryImport(Library, EntryPoint = "cuDeviceGetName")]
    private static partial int Name(byte[] name, int length, int device);

    [LibraryImport(Library, EntryPoint = "cuDriverGetVersion")]
    private static partial int DriverVersion(out int version);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nuint CudnnVersionFunction();
}
