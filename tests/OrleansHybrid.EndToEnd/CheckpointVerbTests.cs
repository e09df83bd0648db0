using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OrleansHybrid.EndToEnd;

/// <summary>What people do with the checkpoints of a sweep that is trained: list, clear up, take along, look into and test.</summary>
/// <remarks>One console at a time may use the state of a run on this machine.</remarks>
[Collection(nameof(UndisturbedRun))]
public sealed partial class CheckpointVerbTests(UndisturbedRun undisturbed) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Downloaded => Path.Combine(_folder.Path, "best");

    [Fact]
    public async Task List_NamesEachTrialsCheckpointsAndTheirSum()
    {
        var (exitCode, output) = await OfTheSweep("checkpoint", "ls", "tiny");

        Assert.True(exitCode == 0, output);
        foreach (var trial in Enumerable.Range(0, TinySweep.Trials))
            Assert.Matches($@"(?m)^{trial:D4}  a0001-s\d{{6}} .* epoch 4$", output);
        Assert.DoesNotContain("no trial refers to it", output, StringComparison.Ordinal);
        Assert.Matches(@"\d+ checkpoints, .* in .*checkpoints", output);
    }

    [SlowFact]
    public async Task Collect_FindsWhatNoTrialPointsAt_AndDeletesItWhenItIsMeant()
    {
        var sweep = Assert.Single(Directory.GetDirectories(Path.Combine(undisturbed.Folder, "state", "checkpoints"), "tiny-*"));
        var (kept, stray) = (Directory.GetDirectories(Path.Combine(sweep, "0001")), Path.Combine(sweep, "0001", "a0001-s000001"));
        Directory.CreateDirectory(stray);
        await File.WriteAllTextAsync(Path.Combine(stray, "weights.safetensors"), "left behind", TestContext.Current.CancellationToken);

        var (exitCode, output) = await OfTheSweep("checkpoint", "gc", "tiny", "--dry-run");
        Assert.True(exitCode == 0, output);
        Assert.Contains("would delete 0001/a0001-s000001  11 B", output, StringComparison.Ordinal);
        Assert.True(Directory.Exists(stray));

        (exitCode, output) = await OfTheSweep("checkpoint", "gc", "tiny");
        Assert.True(exitCode == 0, output);
        Assert.Contains("deleted 0001/a0001-s000001  11 B", output, StringComparison.Ordinal);
        Assert.Equal(kept, Directory.GetDirectories(Path.Combine(sweep, "0001")));
    }

    [Fact]
    public async Task Download_Inspect_Export_AndEvaluate_AgreeWithWhatTheSweepReported()
    {
        var (exitCode, output) = await OfTheSweep("checkpoint", "download", "tiny/0", "--latest", "-o", Downloaded);
        Assert.True(exitCode == 0, output);
        Assert.Contains("epoch 4", output, StringComparison.Ordinal);

        var picture = Path.Combine(_folder.Path, "prototypes.png");
        output = await Done("checkpoint", "inspect", Downloaded, "--heatmap", picture);
        Assert.Contains("backbone.conv1.weight", output, StringComparison.Ordinal);
        Assert.Contains("prototypes", output, StringComparison.Ordinal);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(picture)[..4]);

        var model = Path.Combine(_folder.Path, "model.safetensors");
        await Done("model", "export", "--checkpoint", Downloaded, "-o", model);
        Assert.Equal([10, 64], Shape(model, "fc.weight"));
        Assert.Equal([16, 3, 3, 3], Shape(model, "conv1.weight"));

        output = await Done("evaluate", "--checkpoint", Downloaded);
        var reported = double.Parse(undisturbed.Table.Rows[0]["top1"], CultureInfo.InvariantCulture);
        Assert.Equal(reported.ToString("P1", Percent), Top1().Match(output).Groups[1].Value + "%");
    }

    [Fact]
    public async Task Download_OfADamagedCheckpoint_IsRefusedAndNamesTheFile()
    {
        var copy = Path.Combine(_folder.Path, "checkpoints");
        Copy(Path.Combine(undisturbed.Folder, "state", "checkpoints"), copy);
        foreach (var weights in Directory.GetFiles(copy, "weights.safetensors", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(weights, TestContext.Current.CancellationToken);
            bytes[^1] ^= 1;
            await File.WriteAllBytesAsync(weights, bytes, TestContext.Current.CancellationToken);
        }

        var (exitCode, output) = await OfTheSweep("checkpoint", "download", "tiny/1", "-o", Downloaded, "--checkpoints", copy);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("is damaged: weights.safetensors", output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static NumberFormatInfo Percent => new() { PercentPositivePattern = 1 };

    [GeneratedRegex(@"top-1 ([0-9.]+)%")]
    private static partial Regex Top1();

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static long[] Shape(string safetensors, string tensor)
    {
        var file = File.ReadAllBytes(safetensors);
        using var header = JsonDocument.Parse(file.AsMemory(8, (int)BinaryPrimitives.ReadUInt64LittleEndian(file)));
        return [.. header.RootElement.GetProperty(tensor).GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
    }

    private Task<(int ExitCode, string Output)> OfTheSweep(params string[] arguments) =>
        HybridProcess.Run(undisturbed.Folder, [.. arguments, "--state", "state"]);

    private async Task<string> Done(params string[] arguments)
    {
        var (exitCode, output) = await HybridProcess.Run(_folder.Path, arguments);
        Assert.True(exitCode == 0, output);
        return output;
    }
}
