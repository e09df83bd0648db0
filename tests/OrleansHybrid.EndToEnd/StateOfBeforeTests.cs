using OrleansHybrid.Sweeps.Checkpoints;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.EndToEnd;

/// <summary>A state folder that an earlier version made: <c>Before/README.md</c>.</summary>
public class StateOfBeforeTests
{
    private static readonly string Before = Repository.PathOf("tests", "OrleansHybrid.EndToEnd", "Before");

    [SlowTheory]
    [InlineData("list")]
    [InlineData("status tiny")]
    [InlineData("status left")]
    [InlineData("trials tiny")]
    [InlineData("trial show left/0000")]
    public async Task GrainState_OfTheVersionBefore_IsRead(string command)
    {
        using var folder = new TemporaryFolder();
        Copy(Path.Combine(Before, "state"), folder["state"]);

        await using var hybrid = HybridProcess.Start(folder.Path, [.. command.Split(' '), "-o", "json", "--state", "state"]);

        Assert.Equal(0, await hybrid.Exited());
        var said = await File.ReadAllTextAsync(Path.Combine(Before, "said", $"{command.Replace(' ', '-').Replace('/', '-')}.json"));
        Assert.Equal(said.TrimEnd(), LaterMembers.RemovedFrom(string.Join('\n', hybrid.StandardOutput)));
    }

    [Fact]
    public void Manifest_OfTheVersionBefore_IsRead()
    {
        var committed = new CheckpointRef(
            "a0001-s000129", Attempt: 1, Epoch: 21, Step: 129, Bytes: 0,
            ManifestSha256: "e03616563a0c8721f50eb13c56c73d84572a6b966f7c78ed82da22a52500a5d1");
        var folder = Path.Combine(Before, "state", "checkpoints", "left-71f08e4f", "0000", committed.Name);

        var files = CheckpointContents.In(folder, committed).Files;

        Assert.Equal(["prototypes.safetensors", "state.safetensors", "weights.safetensors"], files.Select(file => file.Name));
    }

    internal static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
