using System.Globalization;
using System.Runtime.InteropServices;

namespace OrleansHybrid.Benchmarks.Clusters;

/// <summary>Processes of this machine by their numbers, as Linux tells of them.</summary>
internal static partial class Processes
{
    /// <summary>Sends it at once, also to one that has ended already.</summary>
    public static void Send(Signal signal, params IEnumerable<int> processes)
    {
        foreach (var process in processes) _ = Kill(process, (int)signal);
    }

    /// <summary>Those with this text in their environment, zombies left out.</summary>
    public static IReadOnlyList<int> WithEnvironment(string text) =>
        [.. All().Where(id => IsAlive(id) && Read(id, "environ").Contains(text, StringComparison.Ordinal))];

    public static IReadOnlyList<int> ChildrenOf(int parent) =>
        [.. All().Where(id => Stat(id) is [not "Z" and not "X", var its, ..] && its == Spelled(parent))];

    public static bool IsAlive(int id) => Stat(id) is [not "Z" and not "X", ..];

    private static IEnumerable<int> All() =>
        Directory.GetDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0);

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

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    private static string Spelled(int id) => id.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Signals by their numbers on Linux.</summary>
internal enum Signal
{
    Kill = 9,
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}
