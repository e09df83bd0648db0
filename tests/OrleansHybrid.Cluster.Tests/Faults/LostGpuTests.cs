using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Faults;

/// <summary>Slots on GPUs that are played by files: a scripted trainer can compute on one as long as its file is there.</summary>
public sealed class LostGpuTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LostGpuTests()
    {
        Directory.CreateDirectory(Data);
        File.WriteAllText(_folder["first"], "");
        File.WriteAllText(_folder["second"], "");
    }

    private string Data => _folder["data"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("gpu-lost")]
    [InlineData("gpu-aborts")]
    public async Task LostGpu_CostsItsTrialNoFault_AndItsSlotIsSetAside(string fault)
    {
        // Whichever slot the trial has, it loses; the other one trains it to the end.
        FakeFaults.Plan(Data, trial: 0, fault, step: 4);
        File.Delete(_folder["first"]);
        File.Delete(_folder["second"]);
        await using var silo = await Start("first", "second");
        var sweep = await silo.Submit(SweepFiles.OfTrials(1, more: "max_restarts: 0"));

        var row = (await TestSilo.FinishedRows(sweep))[0];
        var slots = await Eventually.Answer(() => Slots(silo), slots => slots is { Aside: not null, Busy: 0 });

        Assert.Equal((TrialState.Completed, 2), (row.State, row.Attempts));
        Assert.Equal(FakeTrainer.WeightsAfter(0, 6), row.Result!.WeightsSha256);
        Assert.Equal(1, slots.Slots);
        Assert.Single(Assert.Single(slots.Aside!).Slots);
    }

    [SlowFact]
    public async Task LostGpu_ThatWorksAgain_IsTakenBack_AndTheTrialGoesOn()
    {
        FakeFaults.Plan(Data, trial: 0, "gpu-lost", step: 4);
        File.Delete(_folder["first"]);
        await using var silo = await Start("first");
        var sweep = await silo.Submit(SweepFiles.OfTrials(1, more: "max_restarts: 0"));

        await Eventually.Is(
            async () => (await Slots(silo)).Aside is [{ Why: var why }] && why.Contains("no CUDA-capable", StringComparison.Ordinal),
            "a trainer was asked, and could not compute on the GPU");
        var waiting = await Eventually.Answer(
            async () => (await sweep.Rows(0, 1))[0].PendingReason, reason => reason?.Kind is PendingKind.NoSlotFree);
        Assert.Contains("set aside (gpu0: ", waiting!.Message, StringComparison.Ordinal);

        File.WriteAllText(_folder["first"], "");
        var row = (await TestSilo.FinishedRows(sweep))[0];

        Assert.Equal((TrialState.Completed, 2), (row.State, row.Attempts));
        await Eventually.Is(async () => await Slots(silo) is { Slots: 1, Aside: null }, "the slot is taken back");
    }

    private async Task<TestSilo> Start(params string[] gpus)
    {
        var options = TestSilo.Options(_folder.Path);
        return await TestSilo.Start(options with
        {
            Slots = null,
            FindGpus = _ => new([.. gpus.Select((file, index) => new Gpu(index, _folder[file], "a file", 0))]),
            Timings = options.Timings with { GpuLook = TimeSpan.FromMilliseconds(100) },
        });
    }

    private static async Task<TrainingSilo> Slots(TestSilo silo) =>
        (await Eventually.Answer(silo.Grains.GetScheduler().Silos, silos => silos.Length == 1))[0];
}
