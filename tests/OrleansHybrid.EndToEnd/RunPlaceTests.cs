namespace OrleansHybrid.EndToEnd;

/// <summary>A run that keeps its checkpoints elsewhere than in its state folder.</summary>
public sealed class RunPlaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Place => Path.Combine(_folder.Path, "place");

    public void Dispose() => _folder.Dispose();

    [SlowFact]
    public async Task CheckpointsOfARun_ThatAreElsewhere_AreFoundThere_ByTheNextRunAndByADeletion()
    {
        string[] run = ["run", _folder.File("tiny.yaml", TinySweep.Yaml), "--state", "state", "--data", _folder.Path, "--slots", "4"];
        var (exitCode, output) = await Scripted.Run(_folder.Path, [.. run, "--checkpoints", "place"]);
        Assert.True(exitCode == 0, output);
        Assert.NotEmpty(Checkpoints());
        Assert.Contains($"{Checkpoints().Length} checkpoints", (await Told("checkpoint", "ls", "tiny")).Output, StringComparison.Ordinal);

        Directory.Move(Place, Place + "-unmounted");
        (exitCode, output) = await Scripted.Run(_folder.Path, run);
        Assert.Equal(1, exitCode);
        Assert.Contains($"{Place}, which does not exist", output, StringComparison.Ordinal);
        (exitCode, output) = await Told("delete", "tiny", "--yes");
        Assert.Equal(1, exitCode);
        Assert.Contains($"{Place}, which does not exist", output, StringComparison.Ordinal);

        Directory.Move(Place + "-unmounted", Place);
        (exitCode, output) = await Scripted.Run(_folder.Path, run);
        Assert.True(exitCode == 0, output);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "state", "checkpoints")));
        (exitCode, output) = await Told("delete", "tiny", "--yes");
        Assert.True(exitCode == 0, output);
        Assert.Empty(Checkpoints());
    }

    private string[] Checkpoints() => Directory.GetFiles(Place, "manifest.json", SearchOption.AllDirectories);

    private Task<(int ExitCode, string Output)> Told(params string[] arguments) =>
        HybridProcess.Run(_folder.Path, [.. arguments, "--state", "state"]);
}
