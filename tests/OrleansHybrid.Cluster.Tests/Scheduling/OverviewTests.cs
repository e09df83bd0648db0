using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Scheduling;

/// <summary>What an operator sees of a cluster as a whole.</summary>
public sealed class OverviewTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public OverviewTests() => Directory.CreateDirectory(_folder["data"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task QueueAndSilos_TellWhoHasTheSlots_AndWhoGetsTheNext()
    {
        FakeFaults.Hold(_folder["data"], step: 1);
        await using var silo = await TestSilo.Start(_folder.Path);
        var scheduler = silo.Grains.GetScheduler();
        var first = (await silo.Submit(SweepFiles.OfTrials(3))).GetPrimaryKeyString();
        await Eventually.Is(async () => (await scheduler.Silos()).Sum(training => training.Busy) == 2, "both slots are busy");
        var urgent = (await silo.Submit(SweepFiles.OfTrials(1, epochs: 1, more: "resources: {priority: 10}"))).GetPrimaryKeyString();

        var queue = await scheduler.Queue();
        var training = Assert.Single(await scheduler.Silos());

        Assert.Equal([(urgent, 10, 0), (first, 0, 2)], queue.Select(entry => (entry.Sweep, entry.Share.Priority, entry.Slots)));
        Assert.Equal((SlotKind.Cpu, 2, 2), (training.Kind, training.Slots, training.Busy));
    }

    [SlowFact]
    public async Task Silos_AfterTheSchedulerMoved_TellOfOneThatTrainsOnAllItsSlots()
    {
        FakeFaults.Hold(_folder["data"], step: 1);
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(SweepFiles.OfTrials(2));
        await Eventually.Is(async () => (await sweep.Status()).Running is [{ Attempt: 1 }, { Attempt: 1 }], "both slots are busy");

        await silo.Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero, TestContext.Current.CancellationToken);
        var training = Assert.Single(await silo.Grains.GetScheduler().Silos());

        Assert.Equal((SlotKind.Cpu, 2, 2), (training.Kind, training.Slots, training.Busy));
    }

    [Fact]
    public async Task TrialLogs_AreReadThroughTheCluster_AndFollowedFromWhereTheyEnded()
    {
        await using var silo = await TestSilo.Start(_folder.Path);
        var trial = new TrialId("some-12345678", 3);
        var file = silo.State.Log(trial);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, "first\nsecond\nthi", TestContext.Current.CancellationToken);

        var part = Assert.Single(await TrialLogs.Read(silo.Grains, new(trial, [])));
        await File.AppendAllTextAsync(file, "rd\n", TestContext.Current.CancellationToken);
        var next = Assert.Single(await TrialLogs.Read(silo.Grains, new(trial, new() { [part.Silo] = part.Until })));

        Assert.Equal(("first\nsecond\n", "third\n"), (part.Text, next.Text));
        Assert.Empty(await TrialLogs.Read(silo.Grains, new(new("some-12345678", 4), [])));

        var line = new string('é', TrialLogs.MostBytes / 2 + 9);
        await File.AppendAllTextAsync(file, line + "\nlast\n", TestContext.Current.CancellationToken);
        var piece = Assert.Single(await TrialLogs.Read(silo.Grains, new(trial, new() { [part.Silo] = next.Until })));
        var rest = Assert.Single(await TrialLogs.Read(silo.Grains, new(trial, new() { [part.Silo] = piece.Until })));
        Assert.Equal(
            (new string('é', TrialLogs.MostBytes / 2 - 1), new string('é', 10) + "\nlast\n"), (piece.Text, rest.Text));
    }

    [Fact]
    public async Task TrialLog_OfAMachineThatIsGone_IsReadFromBesideTheCheckpoints()
    {
        await using var silo = await TestSilo.Start(_folder.Path);
        var yaml = SweepFiles.OfTrials(1, epochs: 2);
        var sweep = await silo.Submit(yaml);
        await TestSilo.Finish(sweep);
        var trial = new TrialId(SweepFiles.IdOf(yaml), 0);
        await Eventually.Is(async () => (await sweep.Log(0))?.Text.Contains("completed:", StringComparison.Ordinal) is true, "it is kept");
        var here = Assert.Single(await TrialLogs.Read(silo.Grains, new(trial, [])));
        File.Delete(silo.State.Log(trial));

        var kept = Assert.Single(await TrialLogs.Read(silo.Grains, new(trial, [])));

        Assert.Null(here.Note);
        Assert.Equal((here.Text, SiloPlace.Of(here.Silo)), (kept.Text, kept.Silo));
        Assert.Contains("is gone: this is the log of attempt 1", kept.Note, StringComparison.Ordinal);
        // Whoever follows it reads it once.
        Assert.Empty(await TrialLogs.Read(silo.Grains, new(trial, new() { [kept.Silo] = kept.Until })));
    }
}
