using System.Diagnostics;
using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Learning.Tests.Checkpoints;

/// <summary>A process that writes two checkpoints and is killed (SIGKILL) at a named point of the second.</summary>
internal static class DyingWriter
{
    public static readonly SortedDictionary<string, byte[]> Files = new(StringComparer.Ordinal)
    {
        ["state.safetensors"] = [4, 5],
        ["weights.safetensors"] = [1, 2, 3]
    };

    public static CheckpointManifest Manifest(int attempt, int step) => new()
    {
        Format = CheckpointManifest.CurrentFormat,
        Trial = new TrialId("sweep", 0),
        Attempt = attempt,
        Step = step,
        Position = new TrainingPosition(),
        Recipe = new Recipe(),
        Numerics = new("libtorch", "cpu", "any", 1),
        Files = [],
    };

    /// <summary>Starts it and waits for its end.</summary>
    public static void Start(string folder, string point)
    {
        using var writer = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["write", folder, point]))!;
        writer.WaitForExit();
        Assert.Equal(128 + 9, writer.ExitCode);
    }

    public static int Run(string folder, string point)
    {
        new CheckpointFolder(folder).Write(Manifest(1, 10), Files);
        new CheckpointFolder(folder, reached =>
        {
            if (reached == point) Process.GetCurrentProcess().Kill();
        }).Write(Manifest(1, 20), Files);
        return 0;
    }
}
