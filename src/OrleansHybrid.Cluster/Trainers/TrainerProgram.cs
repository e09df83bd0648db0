using System.Diagnostics;
using System.Runtime.InteropServices;
using OrleansHybrid.Cluster.Slots;

namespace OrleansHybrid.Cluster.Trainers;

/// <summary>The executable that trains: always a process of its own, since a native fault must not end a silo.</summary>
/// <param name="Path">Full path of <c>OrleansHybrid.Trainer.dll</c>, or of a self-contained executable.</param>
public sealed record TrainerProgram(string Path)
{
    /// <summary>Names another trainer than the one that came with this build.</summary>
    public const string PathVariable = "ORLEANSHYBRID_TRAINER";

    private const string FileName = "OrleansHybrid.Trainer";

    // A trainer speaks to nobody but its silo: what opens stores and collectors is none of its business.
    private static readonly string[] Secrets =
        [
            "ORLEANSHYBRID_CLUSTER",
            "ORLEANSHYBRID_STATE",
            "ORLEANSHYBRID_CHECKPOINTS",
            "ORLEANSHYBRID_DRAIN_TOKEN",
            "OTEL_EXPORTER_OTLP_HEADERS",
            "AZURE_CLIENT_SECRET",
        ];

    /// <summary>Finds the trainer that belongs to this program.</summary>
    /// <param name="builtPath">Where the build put it, relative to this program; tried last.</param>
    /// <exception cref="FileNotFoundException">It is nowhere.</exception>
    public static TrainerProgram Locate(string? builtPath)
    {
        var home = AppContext.BaseDirectory;
        var published = System.IO.Path.Combine(home, "trainer", FileName);
        string?[] candidates =
        [
            Environment.GetEnvironmentVariable(PathVariable),
            published + ".dll",
            published,
            builtPath is null ? null : System.IO.Path.GetFullPath(System.IO.Path.Combine(home, builtPath)),
        ];
        return candidates.FirstOrDefault(File.Exists) is { } path
            ? new(System.IO.Path.GetFullPath(path))
            : throw new FileNotFoundException(
                $"The trainer is missing: looked for {string.Join(", ", candidates.OfType<string>())}. "
                    + $"Build the solution, or name the trainer in {PathVariable}.");
    }

    /// <summary>The way to start it; the caller adds what it wants of streams and environment.</summary>
    public ProcessStartInfo StartInfo(params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = System.IO.Path.GetExtension(Path) == ".dll"
            ? new(DotnetHost(), [Path, .. arguments])
            : new(Path, arguments);
        foreach (var secret in Secrets) start.Environment.Remove(secret);
        return start;
    }

    /// <summary>
    /// The host that runs this very process's framework: an app host would need DOTNET_ROOT where .NET lies in an unusual place.
    /// </summary>
    private static string DotnetHost()
    {
        const string Host = "dotnet";
        var root = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var path = System.IO.Path.Combine(root, OperatingSystem.IsWindows() ? Host + ".exe" : Host);
        return File.Exists(path) ? path : ProgramOnPath.Find(Host) ?? Host;
    }
}
