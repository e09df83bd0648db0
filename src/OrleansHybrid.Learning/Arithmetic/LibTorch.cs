using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp;

namespace OrleansHybrid.Learning.Arithmetic;

/// <summary>
/// What libtorch exports and TorchSharp does not pass on: TorchSharp's <c>use_deterministic_algorithms</c> only throws. The names are
/// those of GCC and Clang, so they are found on Linux and macOS alone; <c>bool</c> is a byte.
/// </summary>
internal static partial class LibTorch
{
    private const string Library = "torch_cpu";

    /// <summary>The version of the library that is loaded, not of the one that TorchSharp was built for: <c>2.10.0.0</c>.</summary>
    public static string Version { get; } = ReadVersion();

    /// <summary>
    /// Whether cuDNN may choose only algorithms that give the same bits each time, <c>at::Context::deterministicCuDNN</c>. Holds for the
    /// whole process.
    /// </summary>
    /// <exception cref="EntryPointNotFoundException">On Windows.</exception>
    public static bool IsCudnnDeterministic
    {
        get => DeterministicCudnn(Context()) != 0;
        set => SetDeterministicCudnn(Context(), value ? (byte)1 : (byte)0);
    }

    // TorchSharp knows where the libraries are: it has to be the first to load them.
    private static nint Context()
    {
        torch.InitializeDeviceType(DeviceType.CPU);
        return GlobalContext();
    }

    private static string ReadVersion()
    {
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
            var version = AbiVersion();
            return string.Create(
                CultureInfo.InvariantCulture, $"{version >> 56}.{(version >> 48) & 0xFF}.{(version >> 40) & 0xFF}.0");
        }
        catch (EntryPointNotFoundException)
        {
            // Before 2.9.
            return torch.__version__;
        }
    }

    [LibraryImport(Library, EntryPoint = "aoti_torch_abi_version")]
    private static partial ulong AbiVersion();

    [LibraryImport(Library, EntryPoint = "_ZN2at13globalContextEv")]
    private static partial nint GlobalContext();

    [LibraryImport(Library, EntryPoint = "_ZN2at7Context21setDeterministicCuDNNEb")]
    private static partial void SetDeterministicCudnn(nint context, byte isDeterministic);

    [LibraryImport(Library, EntryPoint = "_ZNK2at7Context18deterministicCuDNNEv")]
    private static partial byte DeterministicCudnn(nint context);
}
