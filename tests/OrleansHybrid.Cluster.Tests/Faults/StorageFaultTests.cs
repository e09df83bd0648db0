using Azure.Storage.Blobs.Models;
using Azure.Storage.Sas;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Tests.Metrics;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Faults;

/// <summary>A silo whose checkpoints are in Azure Blob Storage, and what may happen to that.</summary>
/// <remarks>Meters are found by name in the whole process: no other silo may run meanwhile.</remarks>
[Collection(nameof(Alone))]
public sealed class StorageFaultTests : IDisposable
{
    private const string Policy = "silo";

    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<CheckpointPlace.Azure> _place;

    public StorageFaultTests(SharedAzurite azurite)
    {
        _place = new(() => Azure(azurite.NewContainer()));
        Directory.CreateDirectory(Data);
    }

    private string Data => _folder["data"];

    private CheckpointPlace.Azure Place => _place.Value;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SiloThatStops_LeavesItsCheckpointsInTheStore_AndAnotherMachineGoesOn()
    {
        FakeFaults.Hold(Data, step: 4);
        await using (var silo = await TestSilo.Start(Options))
        {
            var running = await silo.Submit(SweepFiles.OfTrials(2));
            await Eventually.Is(async () => await Progress(running) == (4, 4), "both trials stand at step 4");
            await silo.Stop();
        }

        Assert.Equal(2, (await Stored()).Count(stored => stored.Name == "a0001-s000004"));
        Assert.Empty(Directory.GetFiles(_folder["state/staging"], "*", SearchOption.AllDirectories));
        FakeFaults.LetGo(Data);
        await using var next = await TestSilo.Start(Options);
        var rows = await TestSilo.FinishedRows(await next.Submit(SweepFiles.OfTrials(2)));

        Assert.All(
            rows,
            row =>
                Assert.Equal(
                    (TrialState.Completed, 2, FakeTrainer.WeightsAfter(row.Index, 6)),
                    (row.State, row.Attempts, row.Result!.WeightsSha256)));
        // The last two of each trial, and nothing of what came before.
        Assert.Equal(
            ["a0001-s000004", "a0001-s000004", "a0002-s000006", "a0002-s000006"],
            (await Stored()).Select(stored => stored.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task StoreAway_TrainingGoesOn_AndEverythingIsStoredWhenItIsBack()
    {
        using var azurite = new AzuriteProcess();
        var place = Azure(azurite.Setting("sweeps"));
        FakeFaults.Hold(Data, step: 1);
        await using var silo = await TestSilo.Start(Options with { Checkpoints = place });
        var sweep = await silo.Submit(SweepFiles.OfTrials(1, epochs: 5));
        await Eventually.Is(async () => await Progress(sweep) is (1, _), "the trial stands at step 1");

        azurite.Kill();
        FakeFaults.Hold(Data, step: 14);
        await Eventually.Is(async () => await Progress(sweep) is (14, _), "the training goes on without the store");
        await Eventually.Is(
            async () => (await Metric(silo, "sweep_checkpoint_failures_total{kind=\"storage\"}")) > 1, "the failures are counted");
        Assert.Equal((0, null), ((await sweep.Status()).Restarts, (await sweep.Status()).Trouble?.Message));
        await Eventually.Is(async () => await Metric(silo, "sweep_checkpoint_waiting") is 1 or 2, "the checkpoints that wait are counted");
        // The one on its way and the newest, however many epochs went by; the newest alone where it overtook all others before one was on
        // its way.
        await Eventually.Is(
            () => Directory.GetDirectories(_folder["state/staging"], "a0001-*", SearchOption.AllDirectories).Length is 1 or 2,
            "no more than two wait on the disk");

        azurite.Start();
        await place.Container.CreateIfNotExistsAsync(cancellationToken: Stop);
        FakeFaults.LetGo(Data);
        var row = (await TestSilo.FinishedRows(sweep))[0];

        Assert.Equal(
            (TrialState.Completed, 1, 0, FakeTrainer.WeightsAfter(0, 15)),
            (row.State, row.Attempts, row.Preemptions, row.Result!.WeightsSha256));
        await Eventually.Is(async () => await Metric(silo, "sweep_checkpoint_waiting") == 0, "none waits any more");
        Assert.Equal(5, (await silo.Grains.GetTrial(new(sweep.GetPrimaryKeyString(), 0)).History()).Count);
    }

    [Fact]
    public async Task NewestCheckpointDamaged_TheOneBeforeIsUsed_AndAPersonIsTold()
    {
        FakeFaults.Hold(Data, step: 7);
        await using (var silo = await TestSilo.Start(Options))
        {
            var running = await silo.Submit(SweepFiles.OfTrials(1, epochs: 4));
            await Eventually.Is(async () => await Progress(running) is (7, _), "the trial stands at step 7");
            await silo.Stop();
        }

        var sweepId = SweepFiles.IdOf(SweepFiles.OfTrials(1, epochs: 4));
        await Place.Container.GetBlobClient($"{sweepId}/0000/a0001-s000007/weights")
            .UploadAsync(new BinaryData("damaged"), overwrite: true, Stop);
        FakeFaults.Hold(Data, step: 9);
        await using var next = await TestSilo.Start(Options);
        var sweep = await next.Submit(SweepFiles.OfTrials(1, epochs: 4));
        await Eventually.Is(async () => await Progress(sweep) is (9, _), "the trial goes on");

        Assert.Contains("a0001-s000007", (await sweep.Status()).Running[0].Warning!, StringComparison.Ordinal);
        Assert.True(await Metric(next, "sweep_checkpoint_failures_total{kind=\"damaged\"}") == 1);
        FakeFaults.LetGo(Data);
        Assert.Equal(FakeTrainer.WeightsAfter(0, 12), (await TestSilo.FinishedRows(sweep))[0].Result!.WeightsSha256);
    }

    [Fact]
    public async Task NewestCheckpointDamaged_InAFolder_TheTrainerFindsIt_AndItIsCountedAsWell()
    {
        FakeFaults.Hold(Data, step: 7);
        string trial;
        await using (var silo = await TestSilo.Start(_folder.Path))
        {
            var running = await silo.Submit(SweepFiles.OfTrials(1, epochs: 4));
            await Eventually.Is(async () => await Progress(running) is (7, _), "the trial stands at step 7");
            trial = silo.State.Checkpoints(new(running.GetPrimaryKeyString(), 0));
            await silo.Stop();
        }

        await File.WriteAllTextAsync(Path.Combine(trial, "a0001-s000007", "weights"), "damaged", Stop);
        FakeFaults.Hold(Data, step: 9);
        await using var next = await TestSilo.Start(_folder.Path);
        var sweep = await next.Submit(SweepFiles.OfTrials(1, epochs: 4));
        await Eventually.Is(async () => await Progress(sweep) is (9, _), "the trial goes on");

        Assert.Contains("a0001-s000007", (await sweep.Status()).Running[0].Warning!, StringComparison.Ordinal);
        Assert.Equal(1, await Metric(next, "sweep_checkpoint_failures_total{kind=\"damaged\"}"));
        Assert.Equal(0, await Metric(next, "sweep_checkpoint_failures_total{kind=\"storage\"}"));
        FakeFaults.LetGo(Data);
        Assert.Equal(FakeTrainer.WeightsAfter(0, 12), (await TestSilo.FinishedRows(sweep))[0].Result!.WeightsSha256);
    }

    [Fact]
    public async Task CredentialsThatExpire_InMidRun_PauseTheTrial_AndRenewedOnesLetItGoOn()
    {
        await Place.Container.CreateIfNotExistsAsync(cancellationToken: Stop);
        await Grant(TimeSpan.FromHours(1));
        var signed = Place.Container.GenerateSasUri(new BlobSasBuilder { BlobContainerName = Place.Container.Name, Identifier = Policy });
        FakeFaults.Hold(Data, step: 4);
        await using var silo = await TestSilo.Start(Options with { Checkpoints = CheckpointPlace.Parse($"{signed}") });
        var sweep = await silo.Submit(SweepFiles.OfTrials(1, epochs: 4, more: "max_restarts: 0"));
        await Eventually.Is(
            async () => (await silo.Grains.GetTrial(new(sweep.GetPrimaryKeyString(), 0)).Checkpoints()).Length == 1,
            "a checkpoint is committed");

        await Grant(TimeSpan.FromHours(-1));
        FakeFaults.LetGo(Data);
        await Eventually.Is(async () => (await sweep.Status()).Trouble is not null, "the sweep is in trouble");
        var (trouble, row) = ((await sweep.Status()).Trouble!.Message, (await sweep.Rows(0, 1))[0]);

        Assert.Contains("Give ones that are not expired", trouble, StringComparison.Ordinal);
        Assert.DoesNotContain("sig=", trouble, StringComparison.Ordinal);
        Assert.NotEqual(TrialState.Failed, row.State);
        await Grant(TimeSpan.FromHours(1));
        row = (await TestSilo.FinishedRows(sweep))[0];
        Assert.Equal((TrialState.Completed, FakeTrainer.WeightsAfter(0, 12)), (row.State, row.Result!.WeightsSha256));
        Assert.True(row.Attempts > 1);
    }

    [Fact]
    public async Task ContainerThatIsGone_PausesItsTrial_AndNamesTheRemedy()
    {
        FakeFaults.Hold(Data, step: 1);
        await using var silo = await TestSilo.Start(Options);
        var sweep = await silo.Submit(SweepFiles.OfTrials(1, more: "max_restarts: 0"));
        await Eventually.Is(async () => await Progress(sweep) is (1, _), "the trial stands at step 1");
        await Place.Container.DeleteAsync(cancellationToken: Stop);
        FakeFaults.LetGo(Data);

        await Eventually.Is(async () => (await sweep.Status()).Trouble is not null, "the sweep is in trouble");
        var (status, row) = (await sweep.Status(), (await sweep.Rows(0, 1))[0]);

        Assert.Contains("Create the container", status.Trouble!.Message, StringComparison.Ordinal);
        Assert.NotEqual(TrialState.Failed, row.State);
        await Eventually.Is(CanBeMade, "the container can be made again");
        Assert.Equal(TrialState.Completed, (await TestSilo.FinishedRows(sweep))[0].State);
    }

    [Fact]
    public async Task SweepOverItsQuota_Waits_AndSaysWhatToDo()
    {
        // A training that ends before its first checkpoint is stored has nothing left to wait for.
        FakeFaults.Hold(Data, step: 14);
        await using var silo = await TestSilo.Start(Options);
        var sweep = await silo.Submit(SweepFiles.OfTrials(1, epochs: 9, more: "checkpoint: {quota: 1B}"));

        await Eventually.Is(async () => (await sweep.Status()).Trouble is not null, "the sweep is refused");
        FakeFaults.LetGo(Data);

        Assert.Contains("Raise it", (await sweep.Status()).Trouble!.Message, StringComparison.Ordinal);
        Assert.Equal(0, (await sweep.Status()).Count(TrialState.Failed));
        await silo.Submit(SweepFiles.OfTrials(1, epochs: 9, more: "checkpoint: {quota: 1GB}"));
        Assert.Equal(FakeTrainer.WeightsAfter(0, 27), (await TestSilo.FinishedRows(sweep))[0].Result!.WeightsSha256);
    }

    [Fact]
    public async Task FinishedSweep_KeepsTheBestOfItsBestTrialsAlone()
    {
        await using var silo = await TestSilo.Start(Options);
        var sweep = await silo.Submit(
            """
            name: fake
            parameters:
              temperature: { values: [0.4, 0.1, 0.2, 0.3] }
            recipe: { epochs: 3 }
            checkpoint: {save_trial_latest: 0, save_sweep_best: 2}
            """);
        await TestSilo.Finish(sweep);

        await Eventually.Is(async () => (await Stored()).Count == 2, "two checkpoints are left");

        // The lower the temperature, the better.
        Assert.Equal([1, 2], (await Stored()).Select(stored => stored.Trial.Index).Order());
        Assert.Single(await silo.Grains.GetTrial(new(sweep.GetPrimaryKeyString(), 1)).Checkpoints());
        Assert.Empty(await silo.Grains.GetTrial(new(sweep.GetPrimaryKeyString(), 0)).Checkpoints());
    }

    /// <summary>Lets what the container's policy signs for live so long from now.</summary>
    private async Task Grant(TimeSpan life)
    {
        var now = TimeProvider.System.GetUtcNow();
        var access = new BlobAccessPolicy
        {
            PolicyStartsOn = now - TimeSpan.FromHours(2),
            PolicyExpiresOn = now + life,
            Permissions = "racwdl"
        };
        await Place.Container.SetAccessPolicyAsync(
            permissions: [new BlobSignedIdentifier { Id = Policy, AccessPolicy = access }], cancellationToken: Stop);
    }

    private static CheckpointPlace.Azure Azure(string setting) => (CheckpointPlace.Azure)CheckpointPlace.Parse(setting);

    private OrleansHybrid.Silo.SiloOptions Options => TestSilo.Options(_folder.Path) with { Checkpoints = Place };

    private async Task<bool> CanBeMade()
    {
        try
        {
            await Place.Container.CreateIfNotExistsAsync(cancellationToken: Stop);
            return true;
        }
        catch (Azure.RequestFailedException)
        {
            return false;
        }
    }

    private static async Task<(int First, int? Second)> Progress(ISweepGrain sweep)
    {
        var running = (await sweep.Status()).Running.OrderBy(trial => trial.Index).Select(trial => trial.Progress?.Step).ToArray();
        return (running.ElementAtOrDefault(0) ?? 0, running.ElementAtOrDefault(1));
    }

    private static async Task<double> Metric(TestSilo silo, string name)
    {
        using var http = new HttpClient();
        var text = await http.GetStringAsync(new Uri(silo.HttpAddress, "metrics"), Stop);
        return text.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    private async Task<List<StoredCheckpoint>> Stored()
    {
        var found = new List<StoredCheckpoint>();
        await foreach (var stored in Place.Open().List(null, null, Stop)) found.Add(stored);
        return found;
    }
}
