using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Silo;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Faults;

/// <summary>Several silos on a storage account in Azure alone: members, reminders, grain state and checkpoints.</summary>
public sealed class AzureClusterTests(SharedAzurite azurite) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task GpuSilo_ThatIsKilled_CostsOnlyItsOwnTrials()
    {
        var setting = azurite.NewCluster();
        var server = ClusterServer.Parse(setting);
        FakeFaults.Hold(Directory.CreateDirectory(_folder["data"]).FullName, step: 4);
        await using var control = await Start(server, SiloRole.Control, "control");
        using var child = await TestSilo.StartMemberChild(SiloRole.Gpu, _folder.Path, setting);
        await using var console = await ClusterConnection.Open(server, cancellationToken: TestContext.Current.CancellationToken);
        var sweep = console.Client.GetGrain<ISweepGrain>(
            (await console.Ask(client => client.GetScheduler().Submit(SweepFiles.OfTrials(4, epochs: 3), "test.yaml"))).Sweep);
        await Eventually.Is(async () => (await sweep.Status()).Running.Count == 2, "the child trains two trials");
        await using var other = await Start(server, SiloRole.Gpu, "gpu");
        await Eventually.Is(async () => (await sweep.Status()).Running.Count == 4, "the other trains two");

        child.Kill();
        FakeFaults.LetGo(_folder["data"]);

        var rows = await TestSilo.FinishedRows(sweep);
        Assert.All(rows, row => Assert.Equal(TrialState.Completed, row.State));
        Assert.Equal(rows.Select(row => FakeTrainer.WeightsAfter(row.Index, 9)), rows.Select(row => row.Result?.WeightsSha256));
        Assert.Equal([(2, 1), (2, 1), (1, 0), (1, 0)], rows.Select(row => (row.Attempts, row.Preemptions)));
    }

    [Fact]
    public async Task Silo_WithAnotherState_StaysOutOfTheClustersTables()
    {
        var (ours, theirs) = (ClusterServer.Parse(azurite.NewCluster()), ClusterServer.Parse(azurite.NewCluster()));
        await using var control = await Start(ours, SiloRole.Control, "control");
        var options = TestSilo.MemberOptions(_folder.Path, ours, SiloRole.Control, "other");

        var refusal = await Assert.ThrowsAsync<ClusterException>(() => TestSilo.Start(
            options with { Membership = options.Membership! with { State = GrainStateStore.Of(theirs) } }));

        Assert.Contains("belongs to another cluster", refusal.Message, StringComparison.Ordinal);
    }

    private Task<TestSilo> Start(ClusterServer server, SiloRole role, string name) =>
        TestSilo.Start(TestSilo.MemberOptions(_folder.Path, server, role, name));
}
