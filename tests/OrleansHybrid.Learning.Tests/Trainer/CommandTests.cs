using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Learning.Tests.Trainer;

public sealed class CommandTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    [Fact]
    public async Task Probe_ThisMachine_IsOneLineOfJson()
    {
        var (code, output, _) = await Run("probe");
        var probe = ProtocolJson.Read<TrainerProbe>(output);
        Assert.Equal(0, code);
        Assert.StartsWith("2.", probe.LibTorch, StringComparison.Ordinal);
        Assert.NotEmpty(probe.Cpu);
    }

    [Fact]
    public async Task DataCheck_MissingFiles_FailsWithOneParagraph()
    {
        var (code, output, errors) = await Run("data", "check", "cifar10", "--data", _root.Path);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains(_root.Path, errors);
        Assert.DoesNotContain("\n", errors);
    }

    [Fact]
    public async Task DataInspect_Synthetic_CountsTheLongTail()
    {
        var (code, output, _) = await Run("data", "inspect", "synthetic", "--imbalance", "10");
        var (_, indices, _) = await Run("data", "inspect", "synthetic", "--imbalance", "10", "--indices");
        var total = output.TrimEnd().Split('\n')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        Assert.Equal(0, code);
        Assert.Equal(total, $"{indices.TrimEnd().Split('\n').Length}");
    }

    [Theory]
    [
        InlineData(
            "data inspect cifar1",
            "There is no dataset 'cifar1': it is one of synthetic, cifar10, cifar100, image-folder, inaturalist2018."),
    ]
    [InlineData("data inspect synthetic --imbalance 0.5", "--imbalance is a number of at least 1, not '0.5'.")]
    [InlineData("data inspect synthetic --imbalance", "Required argument missing for option: '--imbalance'.")]
    [InlineData("data check synthetic --head-images many", "--head-images is a whole number, not 'many'.")]
    [InlineData("data check synthetic --beta 3", "Unrecognized command or argument '--beta'.")]
    [InlineData("tarin x", "Required command was not provided.")]
    public async Task CommandLine_Mistake_IsNamedBeforeTheUsage(string arguments, string expected)
    {
        var (code, usage, errors) = await Run(arguments.Split(' '));
        Assert.Equal(1, code);
        Assert.StartsWith(expected, errors, StringComparison.Ordinal);
        Assert.Contains("Usage:", usage);
    }

    [SlowFact]
    public async Task Train_InterruptedByHand_GoesOnWithTheSameCommand()
    {
        var file = Path.Combine(_root.Path, "trial.json");
        await File.WriteAllTextAsync(file, ProtocolJson.Write(new
        {
            checkpoint_directory = Path.Combine(_root.Path, "checkpoints"),
            recipe = new
            {
                head_images = 40,
                imbalance = 10,
                test_images = 10,
                backbone = "resnet8",
                batch_size = 16,
                epochs = 50,
                learning_rate = 0.1
            },
        }), TestContext.Current.CancellationToken);

        using (var first = new TrainerProcess("train", file))
        {
            await first.ReadUntil("checkpoint a0001");
            first.Signal("INT");
            var stopped = await first.End();
            Assert.Equal(130, stopped.Code);
            Assert.Contains("the same command goes on", stopped.Output);
        }

        using var second = new TrainerProcess("train", file);
        await second.ReadUntil("going on from a0001-s");
        await second.ReadUntil("checkpoint a0002");
    }

    [Fact]
    public async Task Train_NoSuchFile_SaysSoInOneLine()
    {
        var (code, _, errors) = await Run("train", Path.Combine(_root.Path, "none.json"));
        Assert.Equal(1, code);
        Assert.Contains("none.json", errors);
        Assert.DoesNotContain("   at ", errors);
    }

    public void Dispose() => _root.Dispose();

    private static async Task<(int Code, string Output, string Errors)> Run(params string[] arguments)
    {
        using var trainer = new TrainerProcess(arguments);
        return await trainer.End();
    }
}
