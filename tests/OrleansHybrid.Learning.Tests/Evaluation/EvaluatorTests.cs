using OrleansHybrid.Learning.Evaluation;
using OrleansHybrid.Learning.Models;
using OrleansHybrid.Learning.Tests.Training;
using OrleansHybrid.Sweeps.Definition;
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

        var accuracy = Evaluator.Evaluate(network, () => { });

        Assert.Equal([0, 0, 6, 0], accuracy.Correct);
        Assert.Equal([6, 6, 6, 6], accuracy.Images);
        Assert.Equal([30, 15, 8, 3], accuracy.TrainImages);
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

    private static HybridNetwork Network() => new(new TinyTrial("", ContrastiveLoss.None).Recipe, 4);
}
