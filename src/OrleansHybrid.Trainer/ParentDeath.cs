using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Trainer;

/// <summary>Lets a trainer end with the silo that started it, however that ends and whatever the trainer is at.</summary>
internal static partial class ParentDeath
{
    private const int SetParentDeathSignal = 1, Kill = 9;

    /// <summary>
    /// Linux kills this process from now on when its parent dies; elsewhere the end of its input has to do. To be called
    /// before anything else: a silo that died earlier shows only in that the parent is another one.
    /// </summary>
    public static void Follow()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable(TrainerParent.Variable) is not { } silo) return;
        _ = SetProcess(SetParentDeathSignal, Kill, 0, 0, 0);
        if (Parent().ToString(CultureInfo.InvariantCulture) != silo) EndNow();
    }

    /// <summary>Ends the process at once, even while the training thread is inside native code: as a SIGKILL from outside would.</summary>
    public static void EndNow()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int SetProcess(int option, nuint signal, nuint unused1, nuint unused2, nuint unused3);

    [LibraryImport("libc", EntryPoint = "getppid")]
    private static partial int Parent();
}
