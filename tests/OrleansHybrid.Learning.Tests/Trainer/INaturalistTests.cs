using OrleansHybrid.Learning.Tests.Data;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Learning.Tests.Trainer;

/// <summary>A small data set in iNaturalist's format, from its files to the weights of a ResNet-50, through the trainer that users
/// run.</summary>
public sealed class INaturalistTests : IDisposable
{
    private static readonly Recipe Paper = new()
    {
        Dataset = DatasetName.Inaturalist2018,
        ImageSize = 48,
        Backbone = Backbone.Resnet50,
        ContrastiveLoss = ContrastiveLossName.Sc,
        AlphaSchedule = AlphaSchedule.Constant,
        ContrastiveSampler = ContrastiveSamplerName.Positives,
        PositivesPerAnchor = 2,
        BatchSize = 9,
        Epochs = 1,
        LearningRate = 0.05,
    };

    private readonly FakeINaturalist _data = new();
    private readonly TemporaryFolder _root = new();

    public void Dispose()
    {
        _data.Dispose();
        _root.Dispose();
    }

    [SlowFact]
    public async Task Serve_EpochOfResNet50WithABrokenPhoto_NamesItSkipsItCountsItAndResumesToTheBit()
    {
        // The only test image of its class, cut off, and a training image that has classmates.
        File.WriteAllBytes(_data.PathOf(2, 100), File.ReadAllBytes(_data.PathOf(2, 100))[..900]);
        File.WriteAllText(_data.PathOf(1, 2), "<html>404</html>");

        var said = await Train("undisturbed", attempt: 1, []);
        var result = Assert.IsType<TrainerMessage.Completed>(said[^1]).Result;
        var images = Enumerable.Range(0, FakeINaturalist.Classes).Sum(FakeINaturalist.TrainImages);
        Assert.Equal(
            [
                $"{_data.PathOf(1, 2)} cannot be decoded: it is no image that we can read. "
                    + "The next image of its class that can stands in for it.",
                $"{_data.PathOf(2, 100)} cannot be decoded: it is cut off. It is left out of the evaluation.",
                $"1 of {images} training images could not be decoded; `trainer data check` with --decode names them all.",
                "1 of 30 test images could not be decoded; `trainer data check` with --decode names them all.",
            ],
            said.OfType<TrainerMessage.Warned>().Select(warned => warned.Message));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(_data.Root, "shrunken-images"), "*", SearchOption.AllDirectories));

        // In the middle of the epoch, and without the cache: neither leaves a trace in the weights.
        CheckpointRef checkpoint;
        using (var stopped = TrainerProcess.Serve(Order("disturbed", attempt: 1, [])))
        {
            await stopped.Hear(message => message is TrainerMessage.Progressed { Progress.Step: > 0 });
            stopped.Write(ProtocolJson.Write(TrainerCommand.CheckpointAndExit));
            checkpoint = Assert.IsType<TrainerMessage.Preempted>((await stopped.HearAll())[^1]).Checkpoint!;
        }

        Assert.InRange(checkpoint.Step, 1, 6);
        var resumed = await Train("disturbed", attempt: 2, [checkpoint], "ORLEANSHYBRID_CACHE=off");
        Assert.Equal(
            result with { ImagesPerSecond = 0 }, Assert.IsType<TrainerMessage.Completed>(resumed[^1]).Result with { ImagesPerSecond = 0 });
    }

    [Fact]
    public async Task DataCheck_BrokenAndMissingPhotos_AreNamedWhereAskedFor()
    {
        File.WriteAllBytes(_data.PathOf(2, 100), []);
        Assert.Equal((0, "inaturalist2018: 60 training and 30 test images of 30 classes.\n"), await Run("check"));
        Assert.Equal(
            (1, "inaturalist2018: 60 training and 30 test images of 30 classes.\n"
                + $"{_data.PathOf(2, 100)} cannot be decoded: it is empty.\n1 of 90 images cannot be decoded.\n"),
            await Run("check", "--decode"));
        var (code, table) = await Run("inspect", "--decode");
        Assert.Equal(0, code);
        Assert.Contains("plant 0            3         1\n", table, StringComparison.Ordinal);
        Assert.EndsWith("1 of 90 images cannot be decoded.\n", table, StringComparison.Ordinal);

        File.Delete(_data.PathOf(0, 0));
        Assert.Equal(1, (await Run("check")).Code);
    }

    private async Task<(int Code, string Output)> Run(string verb, params string[] options)
    {
        using var trainer = new TrainerProcess(["data", verb, "inaturalist2018", "--data", _data.Root, .. options]);
        var (code, output, _) = await trainer.End();
        return (code, output);
    }

    private async Task<List<TrainerMessage>> Train(string name, int attempt, CheckpointRef[] resumeFrom, params string[] variables)
    {
        using var trainer = TrainerProcess.Serve(Order(name, attempt, resumeFrom), variables);
        return await trainer.HearAll();
    }

    private TrainingOrder Order(string name, int attempt, CheckpointRef[] resumeFrom) => new()
    {
        Trial = new TrialId("inaturalist", 0),
        Attempt = attempt,
        Recipe = Paper,
        CheckpointDirectory = Path.Combine(_root.Path, name),
        ResumeFrom = resumeFrom,
        CheckpointEveryEpochs = 1,
        DataDirectory = _data.Root,
    };
}
