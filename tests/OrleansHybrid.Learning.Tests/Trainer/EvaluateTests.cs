using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Models;
using OrleansHybrid.Learning.Tests.Data;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Settings;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Trainer;

public sealed class EvaluateTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Evaluate_ClassifierThatAlwaysNamesTheHead_IsRightForATenthAndForTheManyAlone()
    {
        var (code, output, errors) = await Run(
            "--weights", AlwaysTheHead(), "--backbone", "resnet8", "--dataset", "synthetic", "--imbalance", "50");
        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith("top-1 10.0% (many ", output, StringComparison.Ordinal);
        Assert.Contains("medium 0.0%", output, StringComparison.Ordinal);
        Assert.EndsWith("calibration error 13.2%\n", output, StringComparison.Ordinal);
    }

    [SlowFact]
    public async Task Evaluate_WithProbes_TellsThemBesideAClassifierThatIsNoBetterThanChance()
    {
        var (code, output, errors) = await Run(
            "--weights", AlwaysTheHead(), "--backbone", "resnet8", "--dataset", "synthetic", "--imbalance", "50",
            "--knn", "--linear-probe");
        Assert.Equal((0, ""), (code, errors));
        Assert.Matches(
            @"\Atop-1 10\.0% .*\nk-NN probe: top-1 (1[1-9]|[2-9]\d)\.\d% \(many .*\n"
            + @"linear probe: top-1 (1[1-9]|[2-9]\d)\.\d% \(many .*\n\z",
            output);
    }

    [Fact]
    public async Task Evaluate_WeightsOfAnotherBackbone_NamesFileBackboneAndTensors()
    {
        var weights = AlwaysTheHead();
        var (code, output, errors) = await Run("--weights", weights, "--backbone", "resnet20", "--dataset", "synthetic");
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith(
            $"{weights} cannot be read as the weights of a resnet20 for 10 classes: it lacks backbone.layer1.1.bn1.bias", errors,
            StringComparison.Ordinal);
        Assert.DoesNotContain("\n", errors);
    }

    [Theory]
    [InlineData("--weights w --dataset synthetic", "--backbone is missing.")]
    [InlineData("--weights w --dataset synthetic --backbone resnet9", "There is no backbone 'resnet9': it is one of resnet8, resnet20,")]
    public async Task Evaluate_Mistake_IsNamedBeforeTheUsage(string arguments, string expected)
    {
        var (code, _, errors) = await Run(arguments.Split(' '));
        Assert.Equal(1, code);
        Assert.StartsWith(expected, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_NoSuchFile_NamesIt()
    {
        var file = Path.Combine(_root.Path, "none.safetensors");
        var (code, _, errors) = await Run("--weights", file, "--backbone", "resnet8", "--dataset", "synthetic");
        Assert.Equal(1, code);
        Assert.StartsWith(file, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors);
    }

    [SlowFact]
    public async Task Evaluate_CheckpointOnOtherData_IsRefusedUnlessItIsAskedFor()
    {
        using var images = ImageFolderOnDisk.Filled();
        var recipe = new Recipe
        {
            Dataset = DatasetName.ImageFolder,
            Imbalance = 1,
            ImageSize = 32,
            Backbone = Backbone.Resnet8,
            ContrastiveLoss = ContrastiveLossName.None,
            BatchSize = 4,
            Epochs = 1,
        };
        var selection = DataSets.Select(recipe, images.Root);
        var learnedFrom = selection.Fingerprint();
        TrainerMessage? last = null;
        using (var run = new TrainingRun(
            new()
            {
                Trial = new("tiny", 0),
                Attempt = 1,
                Recipe = recipe,
                CheckpointDirectory = _root.Path,
                ResumeFrom = [],
                CheckpointEveryEpochs = 1,
                DataDirectory = images.Root,
            }, selection.Read() with { Fingerprint = learnedFrom }, message =>
                last = message, TimeProvider.System))
            run.Run(CancellationToken.None);
        var checkpoint = Path.Combine(_root.Path, Assert.IsType<TrainerMessage.Completed>(last).Checkpoint.Name);
        images.Write("train/ant/7.jpg", DrawnPhoto.Jpeg(0, 7, 50, 50));

        var (code, output, errors) = await Run("--checkpoint", checkpoint, "--data", images.Root);
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith(
            $"The checkpoint learned from other data ({learnedFrom.Brief}) than {images.Root} holds (", errors, StringComparison.Ordinal);
        (code, output, _) = await Run("--checkpoint", checkpoint, "--data", images.Root, "--other-data");
        Assert.Equal(0, code);
        Assert.StartsWith("top-1 ", output, StringComparison.Ordinal);
    }

    private string AlwaysTheHead()
    {
        using var scope = NewDisposeScope();
        using var network = new HybridNetwork(new Recipe { Backbone = Backbone.Resnet8, ContrastiveLoss = ContrastiveLossName.None }, 10);
        using (no_grad())
        {
            network.get_parameter("classifier.weight")!.zero_();
            network.get_parameter("classifier.bias")!.zero_()[0] = 1;
        }

        var file = Path.Combine(_root.Path, "weights.safetensors");
        File.WriteAllBytes(file, SafetensorsWriter.Write(network.state_dict(), new Dictionary<string, string>()));
        return file;
    }

    private static async Task<(int Code, string Output, string Errors)> Run(params string[] options)
    {
        using var trainer = new TrainerProcess(["evaluate", .. options]);
        return await trainer.End();
    }
}
