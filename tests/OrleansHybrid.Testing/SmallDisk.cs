using System.Diagnostics;
using System.Globalization;

namespace OrleansHybrid.Testing;

/// <summary>A disk in memory of a test's own. Skips the test where this user may not mount one.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmallDisk(int megabytes)
    {
        if (!OperatingSystem.IsLinux()
            || Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m"), "tmpfs", Path) != 0)
            Assert.Skip("a disk cannot be mounted here");
    }

    public string Path => _folder.Path;

    /// <summary>From now on nobody may write there, whoever it is.</summary>
    public void MakeReadOnly() => Remount("ro");

    public void MakeWritable() => Remount("rw");

    public void Dispose()
    {
        Run("umount", Path);
        _folder.Dispose();
    }

    private void Remount(string mode) => Assert.Equal(0, Run("mount", "-o", $"remount,{mode}", Path));

    private static int Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
