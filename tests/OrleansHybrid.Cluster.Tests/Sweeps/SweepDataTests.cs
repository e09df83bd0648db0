using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Sweeps;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Sweeps;

/// <summary>Two data sets under one name in one state, silo after silo, with trainers that say which one they find.</summary>
public sealed class SweepDataTests : IDisposable
{
    private static readonly DataFingerprint One = Of(1), Other = Of(2);

    private readonly TemporaryFolder _folder = new();

    public SweepDataTests() => Directory.CreateDirectory(_folder["data"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Result_OnOtherData_IsNotLentAndOnTheSameItIs()
    {
        Lies(One);
        await using (var silo = await TestSilo.Start(_folder.Path))
        {
            var row = Assert.Single(await TestSilo.FinishedRows(await silo.Submit(Photos("first"))));
            Assert.Equal(One, row.Result!.Data);
            Assert.Equal(One, await silo.Grains.GetTrial(new(SweepFiles.IdOf(Photos("first")), 0)).Data());
        }

        Lies(Other);
        await using (var silo = await TestSilo.Start(_folder.Path))
        {
            var row = Assert.Single(await TestSilo.FinishedRows(await silo.Submit(Photos("second"))));
            Assert.Equal((null, 1, Other), (row.ReusedFrom, row.Attempts, row.Result!.Data));
        }

        Lies(One);
        await using (var silo = await TestSilo.Start(_folder.Path))
        {
            var row = Assert.Single(await TestSilo.FinishedRows(await silo.Submit(Photos("third"))));
            Assert.Equal((new TrialId(SweepFiles.IdOf(Photos("first")), 0), One), (row.ReusedFrom!.Value, row.Result!.Data!));
        }
    }

    [SlowFact]
    public async Task Extension_OfASweepWhoseDataWasSwapped_WaitsUntilItIsBack()
    {
        Lies(One);
        await using (var silo = await TestSilo.Start(_folder.Path)) await TestSilo.Finish(await silo.Submit(Photos("grows")));

        Lies(Other);
        var more = Photos("grows").Replace("seeds: [0]", "seeds: [0, 1]", StringComparison.Ordinal);
        await using (var silo = await TestSilo.Start(_folder.Path))
        {
            var sweep = silo.Grains.GetGrain<ISweepGrain>(SweepFiles.IdOf(Photos("grows")));
            Assert.True((await silo.Grains.GetScheduler().Extend(sweep.GetPrimaryKeyString(), new(more, "test.yaml"))).IsDone);
            var status = await Eventually.Answer(sweep.Status, status => status.Waiting?.Kind is PendingKind.OtherData);
            Assert.Equal((1, 1), (status.Count(TrialState.Completed), status.Count(TrialState.Pending)));
            Assert.Equal(new SweepDataSet(DatasetName.ImageFolder, One), Assert.Single(status.Data!));
            Assert.Equal(Other, Assert.Single(status.Strangers!).Seen);
        }

        Lies(One);
        await using (var silo = await TestSilo.Start(_folder.Path))
            Assert.All(
                await TestSilo.FinishedRows(silo.Grains.GetGrain<ISweepGrain>(SweepFiles.IdOf(Photos("grows")))),
                row => Assert.Equal(One, row.Result!.Data));
    }

    [Fact]
    public void SweepRecord_FromBeforeDataWasTakenDown_IsRead()
    {
        var old = ProtocolJson.Write(new SweepRecord { Yaml = "name: old", File = "old.yaml", Submitted = default });
        Assert.DoesNotContain("data", old, StringComparison.Ordinal);
        Assert.Null(ProtocolJson.Read<SweepRecord>(old).Data);
    }

    private static string Photos(string name) => $"name: {name}\nrecipe: {{dataset: image-folder, epochs: 1}}\nrepeats: {{seeds: [0]}}";

    private static DataFingerprint Of(byte number) => DataFingerprint.Of([.. Enumerable.Repeat(number, 32)], isSampled: false);

    private void Lies(DataFingerprint data) => File.WriteAllText(FakeTrainer.FingerprintIn(_folder["data"]), data.Value);
}
