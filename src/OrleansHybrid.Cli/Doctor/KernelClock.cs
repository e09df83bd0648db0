using System.Runtime.InteropServices;

namespace OrleansHybrid.Cli.Doctor;

/// <summary>What Linux knows of its clock.</summary>
internal static class KernelClock
{
    // adjtimex(2): the return value for a clock that nothing keeps.
    private const int Unsynchronised = 5;

    // Room for struct timex of any platform. All zeros asks, and sets nothing.
    private const int Bytes = 512;

    /// <returns>True if something sets the clock by a time server; null where the kernel does not tell.</returns>
    public static bool? IsKept()
    {
        if (!OperatingSystem.IsLinux()) return null;
        try
        {
            var state = Ask(new byte[Bytes]);
            return state < 0 ? null : state != Unsynchronised;
        }
        catch (Exception absent) when (absent is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }
    }

    [DllImport("libc", EntryPoint = "adjtimex")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Ask([In, Out] byte[] clock);
}
