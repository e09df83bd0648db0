using OrleansHybrid.Learning.Evaluation;
using OrleansHybrid.Learning.Models;
using OrleansHybrid.Learning.Tests.Training;
using OrleansHybrid.Sweeps.Settings;
using TorchSharp;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Evaluation;

public sealed class FeatureProbesTests
{
    private static readonly Recipe Recipe = new TinyTrial("", ContrastiveLossName.None).Recipe with
    {
        KnnNeighbors = 3,
        LinearProbeEpochs = 20
    };

    [Fact]
    public void Run_UntrainedNetworkOfColouredImages_TellsThreeOfFourClassesByTheirColour()
    {
        using var network = new HybridNetwork(Recipe, 4);
        var report = Run(network, Recipe with { KnnProbe = true, LinearProbe = true })!;
        Assert.InRange(report.Knn!.Top1, 0.7, 1);
        Assert.InRange(report.Linear!.Top1, 0.7, 1);
        // One class of 30 training images, those of 15, 8 and 3 are the few.
        Assert.Equal((true, false, false), (report.Linear.Many is null, report.Linear.Medium is null, report.Linear.Few is null));
    }

    [Fact]
    public void Run_OneProbe_ReportsThatOneAlone()
    {
        using var network = new HybridNetwork(Recipe, 4);
        Assert.Null(Run(network, Recipe));
        Assert.Null(Run(network, Recipe with { KnnProbe = true })!.Linear);
        Assert.Null(Run(network, Recipe with { LinearProbe = true })!.Knn);
    }

    [Fact]
    public void Run_BrokenOff_LeavesTheNetworkInTrainingModeAndItsTensorsAlone()
    {
        using var network = new HybridNetwork(Recipe, 4);
        var before = network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.bytes.ToArray());
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        // After the two batches of features and some of the linear probe's.
        var batches = 0;
        Assert.Throws<OperationCanceledException>(() => new FeatureProbes(Recipe with { LinearProbe = true }, TinyTrial.Data, CPU).Run(
            network, () => { if (++batches > 5) throw new OperationCanceledException(); }));

        Assert.True(network.training);
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        Assert.All(network.state_dict(), entry => Assert.Equal(before[entry.Key], entry.Value.bytes.ToArray()));
    }

    private static ProbeReport? Run(HybridNetwork network, Recipe recipe) =>
        new FeatureProbes(recipe, TinyTrial.Data, CPU).Run(network, () => { });
}
