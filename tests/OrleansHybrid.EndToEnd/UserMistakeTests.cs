using System.Net;
using System.Net.Sockets;

namespace OrleansHybrid.EndToEnd;

/// <summary>What can go wrong at the console: one paragraph with the remedy, exit code 1, no stack trace.</summary>
public sealed class UserMistakeTests(UndisturbedRun undisturbed) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_OfAFileWithProblems_NamesThemAllWithTheirLines()
    {
        var file = _folder.File("bad.yaml", TinySweep.Yaml
            .Replace(
                "temperature: {values: [0.1, 0.5]}",
                "temprature: {values: [0.1, 0.5]}\n  batch_size: {values: []}",
                StringComparison.Ordinal)
            .Replace("imbalance: 5", "imbalance: 0.5", StringComparison.Ordinal));

        var output = await Refused("run", file);

        Assert.Contains("bad.yaml:6: parameters.temprature", output, StringComparison.Ordinal);
        Assert.Contains("did you mean 'temperature'", output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("bad.yaml:7: parameters.batch_size", output, StringComparison.Ordinal);
        Assert.Contains("recipe.imbalance", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OfAMissingFile_NamesIt() =>
        Assert.Contains("nowhere.yaml", await Refused("run", "nowhere.yaml"), StringComparison.Ordinal);

    [Fact]
    public async Task Run_WithoutTheDataItNeeds_SaysHowToNameIt()
    {
        var file = _folder.File("cifar.yaml", TinySweep.Yaml.Replace("dataset: synthetic", "dataset: cifar10", StringComparison.Ordinal));

        Assert.Contains("--data", await Refused("run", file), StringComparison.Ordinal);
        var missing = await Refused("run", file, "--data", _folder.Path);
        Assert.Contains("data_batch_1.bin", missing, StringComparison.Ordinal);
        Assert.Contains("test_batch.bin", missing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OfALongTailFromAFolderThatHasItsOwn_SaysHowToTakeItAsItIsBeforeItTrains()
    {
        foreach (var image in (string[])["train/a/0.jpg", "train/a/1.jpg", "train/b/0.jpg", "val/a/0.jpg"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder.Path, image))!);
            _folder.File(image, "");
        }

        var yaml = TinySweep.Yaml
            .Replace("dataset: synthetic", "dataset: image-folder", StringComparison.Ordinal)
            .Replace("head_images: 20", "head_images: 0", StringComparison.Ordinal);

        var output = await Refused("run", _folder.File("folder.yaml", yaml), "--data", _folder.Path);

        Assert.Contains("have 1 to 2 images: set `imbalance` to 1", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, ".hybrid")));
    }

    [Fact]
    public async Task Run_OnAPortInUse_NamesThePortAndTheOption()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var output = await Refused("run", Tiny(), "--port", $"{port}");

        Assert.Contains($"{port}", output, StringComparison.Ordinal);
        Assert.Contains("in use", output, StringComparison.Ordinal);
    }

    [SlowFact]
    public async Task Run_OnAStateFolderInUse_NamesTheHolder()
    {
        FakeFaults.Hold(_folder.Path, step: 1);
        await using var first = Scripted.Start(_folder.Path, "run", Tiny(), "--data", _folder.Path);
        await first.Said(output => output.Contains("metrics http", StringComparison.Ordinal));

        Assert.Contains($"process {first.Id}", await Refused("run", Tiny()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhoseResultsCannotBeWritten_SaysSoBeforeItTrains()
    {
        var blocked = _folder.File("results", "a file where the folder should be");

        var output = await Refused("run", Tiny(), "--results", Path.Combine(blocked, "tiny"));

        Assert.Contains("--results", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, ".hybrid")));
    }

    [SlowFact]
    public async Task Run_OnAFullDisk_StopsWithTheRemedyAndGoesOnOnceThereIsRoom()
    {
        var disk = Directory.CreateDirectory(Path.Combine(_folder.Path, "disk")).FullName;
        var mount = Tool.Require("mount");
        if ((await mount.Run("-t", "tmpfs", "-o", "size=1100k", "tmpfs", disk)).ExitCode != 0)
            Assert.Skip("only root can make a small disk to fill");
        try
        {
            var output = await Refused("run", Tiny(), "--state", disk, "--slots", "2");
            Assert.Contains("disk", output, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("same command", output, StringComparison.Ordinal);

            await mount.Run("-o", "remount,size=100m", disk);
            var (exitCode, resumed) = await HybridProcess.Run(_folder.Path, "run", Tiny(), "--state", disk, "--slots", "2");
            Assert.True(exitCode == 0, resumed);
            Assert.Equal(undisturbed.Table.Undisturbed(), ResultsTable.Read(Path.Combine(_folder.Path, "results", "tiny")).Undisturbed());
        }
        finally
        {
            await Tool.Require("umount").Run("-l", disk);
        }
    }

    private string Tiny() => _folder.File("tiny.yaml", TinySweep.Yaml);

    private async Task<string> Refused(params IEnumerable<string> arguments)
    {
        var (exitCode, output) = await HybridProcess.Run(_folder.Path, arguments);
        Assert.True(exitCode == 1, $"exit code {exitCode}: {output}");
        Assert.DoesNotContain("   at OrleansHybrid.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unexpected", output, StringComparison.Ordinal);
        return output;
    }
}
