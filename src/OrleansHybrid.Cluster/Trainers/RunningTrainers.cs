using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace OrleansHybrid.Cluster.Trainers;

/// <summary>
/// One file for each running trainer of a state folder, so that the next silo on it ends those that outlived a silo
/// which was killed. (A trainer also ends by itself when its standard input closes; this is for one that hangs.)
/// Several silos of one machine may share the folder.
/// </summary>
/// <param name="folder">
/// Where the files lie, each named for a trainer's process id. It holds when that process started, and the same of the
/// silo that started it: <c>trainer's start</c>, a blank, <c>silo's id</c>, a blank, <c>silo's start</c>.
/// </param>
internal sealed class RunningTrainers(string folder)
{
    public void Add(int processId)
    {
        Directory.CreateDirectory(folder);
        if (StartOf(processId) is not { } start) return;
        var (silo, siloStart) = (Environment.ProcessId, StartOf(Environment.ProcessId));
        File.WriteAllText(FileOf(processId), string.Create(CultureInfo.InvariantCulture, $"{start} {silo} {siloStart}"));
    }

    public void Remove(int processId) => File.Delete(FileOf(processId));

    /// <summary>Ends the trainers of silos that are no more. Called before this silo starts any.</summary>
    /// <returns>Process ids of the trainers that were still alive.</returns>
    public IReadOnlyList<int> EndOrphans()
    {
        var ended = new List<int>();
        foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder) : [])
        {
            var words = File.ReadAllText(file).Split(' ');
            if (words is [_, var silo, var siloStart] && IsAnotherSilo(silo, siloStart)) continue;
            // The number may belong to a stranger by now; the time of its start tells.
            if (TryParse(Path.GetFileName(file), out var processId) && StartOf(processId) == words[0] && Kill(processId))
                ended.Add(processId);
            File.Delete(file);
        }

        return ended;
    }

    private static bool IsAnotherSilo(string processId, string start) =>
        TryParse(processId, out var silo) && silo != Environment.ProcessId && StartOf(silo) == start;

    private static bool TryParse(string processId, out int number) =>
        int.TryParse(processId, NumberStyles.None, CultureInfo.InvariantCulture, out number);

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
