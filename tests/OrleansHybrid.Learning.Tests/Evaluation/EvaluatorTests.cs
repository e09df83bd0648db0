using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Evaluation;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Learning.Models;
using OrleansHybrid.Learning.Tests.Data;
using OrleansHybrid.Learning.Tests.Training;
using OrleansHybrid.Sweeps.Settings;
using TorchSharp;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Evaluation;

public class EvaluatorTests
{
    private static readonly Evaluator Evaluator = new(TinyTrial.Data, CPU);

    [Fact]
    public void Evaluate_ClassifierThatAlwaysSaysTwo_IsRightForThatClassAlone()
    {
        using var network = Network();
        using (no_grad())
        {
            network.get_parameter("classifier.weight")!.zero_();
            network.get_parameter("classifier.bias")!.copy_(tensor(new[] { 0f, 0f, 1f, 0f }));
        }

        var report = Evaluator.Evaluate(network, () => { });

        Assert.All(report.Confusion!, row => Assert.Equal([0, 0, 6, 0], row));
        Assert.Equal([0, 0, 1, 0], report.Classes.Select(one => one.Accuracy));
        Assert.Equal([(30, 6), (15, 6), (8, 6), (3, 6)], report.Classes.Select(one => (one.TrainImages, one.TestImages)));
        Assert.Equal((0.25, null, 0, 1 / 3.0), (report.Accuracy.Top1, report.Accuracy.Many, report.Accuracy.Medium, report.Accuracy.Few));
        // It is right for a quarter of the images and says e / (e + 3) for each.
        Assert.Equal(Math.E / (Math.E + 3) - 0.25, report.CalibrationError!.Value, 1e-6);
    }

    [Fact]
    public void Evaluate_NetworkThatHasDiverged_HasNoCalibration()
    {
        using var network = Network();
        using (no_grad()) network.get_parameter("classifier.bias")!.fill_(float.NaN);
        Assert.Null(Evaluator.Evaluate(network, () => { }).CalibrationError);
    }

    [Fact]
    public void Evaluate_BrokenOff_LeavesTheNetworkInTrainingModeAndItsStatisticsAlone()
    {
        using var network = Network();
        var before = network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.bytes.ToArray());

        Assert.Throws<OperationCanceledException>(() => Evaluator.Evaluate(network, () => throw new OperationCanceledException()));

        Assert.True(network.training);
        Assert.All(network.state_dict(), entry => Assert.Equal(before[entry.Key], entry.Value.bytes.ToArray()));
    }

    [Fact]
    public void Evaluate_Again_LeavesNoTensorBehind()
    {
        using var network = Network();
        Evaluator.Evaluate(network, () => { });
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Evaluator.Evaluate(network, () => { });
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Evaluate_ImagesInFilesOfWhichOneIsBroken_TestsTheOthers()
    {
        using var folder = ImageFolderOnDisk.Filled();
        folder.Break("val/bee/0.png");
        var data = new TrainingData(folder.Train(), folder.Test());
        using var network = new HybridNetwork(new TinyTrial("", ContrastiveLossName.None).Recipe, 3);

        var report = new Evaluator(data, CPU).Evaluate(network, () => { });

        Assert.Equal([1, 0, 1], report.Classes.Select(one => one.TestImages));
        Assert.Equal([3, 3, 3], report.Classes.Select(one => one.TrainImages));
        Assert.Null(report.Classes[1].Accuracy);
    }

    [Fact]
    public void Evaluate_EveryImageBroken_SaysSo()
    {
        using var folder = ImageFolderOnDisk.Filled();
        foreach (var name in new[] { "ant", "bee", "cat" }) folder.Break($"val/{name}/0.png");
        using var network = new HybridNetwork(new TinyTrial("", ContrastiveLossName.None).Recipe, 3);
        var refusal = Assert.Throws<DataException>(() =>
            new Evaluator(new(folder.Train(), folder.Test()), CPU).Evaluate(network, () => { }));
        Assert.Equal("None of the 3 test images can be decoded.", refusal.Message);
    }

    private static HybridNetwork Network() => new(new TinyTrial("", ContrastiveLossName.None).Recipe, 4);
}
