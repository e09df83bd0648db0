using System.Diagnostics;
using System.Globalization;

namespace OrleansHybrid.Benchmarks.Clusters;

/// <summary>Processes of this machine by their numbers, as Linux tells of them.</summary>
internal static class Processes
{
    public static void Signal(string signal, params IEnumerable<int> processes)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", ["-" + signal, .. processes.Select(Spelled)]) { RedirectStandardError = true });
        kill!.WaitForExit();
    }

    /// <summary>Those with this text in their environment, zombies left out.</summary>
    public static IReadOnlyList<int> WithEnvironment(string text) => [.. All().Where(id => IsAlive(id) && Read(id, "environ").Contains(text, StringComparison.Ordinal))];

    public static IReadOnlyList<int> ChildrenOf(int parent) => [.. All().Where(id => Stat(id) is [not "Z" and not "X", var its, ..] && its == Spelled(parent))];

    public static bool IsAlive(int id) => Stat(id) is [not "Z" and not "X", ..];

    private static IEnumerable<int> All() =>
        Directory.GetDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0);

    // "pid (name) state ppid …": the name may hold anything.
    private static string[] Stat(int id) => Read(id, "stat") is { Length: > 0 } stat ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ') : [];

    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{Spelled(id)}/{file}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string Spelled(int id) => id.ToString(CultureInfo.InvariantCulture);
}
