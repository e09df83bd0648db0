using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace OrleansHybrid.Cluster.Slots;

/// <summary>
/// One file for each running trainer of a state folder, so that the next silo on it ends those that outlived a silo
/// which was killed. (A trainer also ends by itself when its standard input closes; this is for one that hangs.)
/// </summary>
/// <param name="folder">Where the files lie, each named for a process id and holding when that process started.</param>
internal sealed class RunningTrainers(string folder)
{
    public void Add(int processId)
    {
        Directory.CreateDirectory(folder);
        if (StartOf(processId) is { } start) File.WriteAllText(FileOf(processId), start);
    }

    public void Remove(int processId) => File.Delete(FileOf(processId));

    /// <returns>Process ids of the trainers that were still alive.</returns>
    public IReadOnlyList<int> EndOrphans()
    {
        var ended = new List<int>();
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder) : [])
        {
            // The number may belong to a stranger by now; the time of its start tells.
            if (int.TryParse(Path.GetFileName(file), NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
                && StartOf(processId) == File.ReadAllText(file)
                && Kill(processId))
                ended.Add(processId);
            File.Delete(file);
        }

        return ended;
    }

    private static bool Kill(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            return true;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }

    // Linux: clock ticks since the boot, exact. Elsewhere the start time, which is exact there.
    private static string? StartOf(int processId)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}/stat"));
                return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
            }

            using var process = Process.GetProcessById(processId);
            return process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }

    private string FileOf(int processId) => Path.Combine(folder, processId.ToString(CultureInfo.InvariantCulture));
}
