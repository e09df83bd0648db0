using System.Diagnostics;
using System.Globalization;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Silo;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Faults;

/// <summary>Several silos on a real Redis server, with fake trainers.</summary>
public sealed class ClusterFaultTests : IDisposable
{
    private readonly RedisProcess _redis = new();
    private readonly TemporaryFolder _folder = new();

    private string Data => Directory.CreateDirectory(_folder["data"]).FullName;

    public void Dispose()
    {
        _redis.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task ControlSilo_GoneForLongerThanALease_StopsNoTrainer()
    {
        var lease = TimeSpan.FromSeconds(1);
        FakeFaults.Hold(Data, step: 4);
        var control = await Start(SiloRole.Control, "control", lease);
        await using var gpu = await Start(SiloRole.Gpu, "gpu", lease);
        var sweep = await control.Submit(Yaml(2));
        await Eventually.Is(
            () => gpu.Journal(sweep, 0).Contains((1, 4)) && gpu.Journal(sweep, 1).Contains((1, 4)), "two trials stand at step 4");

        await control.DisposeAsync();
        var gone = TimeProvider.System.GetTimestamp();
        FakeFaults.Hold(Data, step: 7);
        await Eventually.Is(() => gpu.Journal(sweep, 0).Contains((1, 7)) && gpu.Journal(sweep, 1).Contains((1, 7)), "they train on");
        await Eventually.Is(() => TimeProvider.System.GetElapsedTime(gone) > 2 * lease, "two leases are over");

        await using var next = await Start(SiloRole.Control, "control", lease);
        FakeFaults.LetGo(Data);
        var rows = await TestSilo.FinishedRows(next.Grains.GetGrain<ISweepGrain>(sweep.GetPrimaryKeyString()));
        Assert.All(rows, row => Assert.Equal((TrialState.Completed, 1, 0), (row.State, row.Attempts, row.Preemptions)));
    }

    [Fact]
    public async Task ControlSilo_ThatIsKilled_StopsNoTrainer()
    {
        FakeFaults.Hold(Data, step: 4);
        using var control = await TestSilo.StartMemberChild(SiloRole.Control, _folder.Path, _redis.Setting);
        await using var gpu = await Start(SiloRole.Gpu, "gpu");
        await using var console = await ClusterConnection.Open(_redis.Server, cancellationToken: TestContext.Current.CancellationToken);
        var sweep = console.Client.GetGrain<ISweepGrain>(
            (await console.Ask(client => client.GetScheduler().Submit(Yaml(3), "test.yaml"))).Sweep);
        await Eventually.Is(
            () => gpu.Journal(sweep, 0).Contains((1, 4)) && gpu.Journal(sweep, 1).Contains((1, 4)), "two trials stand at step 4");
        var trainers = gpu.Trainers;

        control.Kill();
        await control.WaitForExitAsync(TestContext.Current.CancellationToken);
        FakeFaults.Hold(Data, step: 5);
        await Eventually.Is(() => gpu.Journal(sweep, 0).Contains((1, 5)) && gpu.Journal(sweep, 1).Contains((1, 5)), "they train on");
        Assert.Equal(2, trainers.Length);
        Assert.Equal(trainers, gpu.Trainers);

        await using var next = await Start(SiloRole.Control, "control");
        Assert.Equal(trainers, gpu.Trainers);
        FakeFaults.LetGo(Data);
        var rows = await TestSilo.FinishedRows(next.Grains.GetGrain<ISweepGrain>(sweep.GetPrimaryKeyString()));
        AssertComplete(rows);
        Assert.All(rows, row => Assert.Equal((1, 0), (row.Attempts, row.Preemptions)));
    }

    [Fact]
    public async Task GpuSilo_ThatIsKilled_CostsOnlyItsOwnTrials()
    {
        FakeFaults.Hold(Data, step: 4);
        await using var control = await Start(SiloRole.Control, "control");
        using var child = await TestSilo.StartMemberChild(SiloRole.Gpu, _folder.Path, _redis.Setting);
        var sweep = await control.Submit(Yaml(4));
        await Eventually.Is(
            () => control.Journal(sweep, 0).Contains((1, 4)) && control.Journal(sweep, 1).Contains((1, 4)), "the child trains two trials");
        await using var other = await Start(SiloRole.Gpu, "gpu");
        await Eventually.Is(
            () => control.Journal(sweep, 2).Contains((1, 4)) && control.Journal(sweep, 3).Contains((1, 4)), "the other trains two");

        child.Kill();
        FakeFaults.LetGo(Data);

        var rows = await TestSilo.FinishedRows(sweep);
        AssertComplete(rows);
        Assert.Equal([(2, 1), (2, 1), (1, 0), (1, 0)], rows.Select(row => (row.Attempts, row.Preemptions)));
    }

    [Fact]
    public async Task GpuSilo_ThatStoodStill_CommitsNothingAndLeavesTheNewerAttemptAlone()
    {
        FakeFaults.Hold(Data, step: 4);
        await using var control = await Start(SiloRole.Control, "control");
        using var child = await TestSilo.StartMemberChild(SiloRole.Gpu, _folder.Path, _redis.Setting);
        var sweep = await control.Submit(Yaml(1));
        await Eventually.Is(() => control.Journal(sweep, 0).Contains((1, 4)), "the child's trial stands at step 4");
        int[] frozen =
        [
            child.Id,
            .. Directory
                .GetFiles(_folder["child/trainers"])
                .Select(file => int.Parse(Path.GetFileName(file), CultureInfo.InvariantCulture)),
        ];
        Signal("STOP", frozen);
        await using var other = await Start(SiloRole.Gpu, "gpu");
        await Eventually.Is(() => control.Journal(sweep, 0).Contains((2, 4)), "another silo has the trial");

        // Nothing holds the frozen trainer from training to the end.
        FakeFaults.LetGo(Data);
        Signal("CONT", frozen);
        await Eventually.Is(() => child.HasExited, "the evicted silo ends");
        Assert.Equal(3, child.ExitCode);

        var row = Assert.Single(await TestSilo.FinishedRows(sweep));
        AssertComplete([row]);
        Assert.Equal(2, row.Attempts);
    }

    [Fact]
    public async Task NoGpuSilo_Left_LeavesRecordsReadableAndSweepsManageable()
    {
        await using var control = await Start(SiloRole.Control, "control");
        ISweepGrain sweep;
        await using (var gpu = await Start(SiloRole.Gpu, "gpu"))
        {
            sweep = await control.Submit(Yaml(1));
            await TestSilo.Finish(sweep);
        }

        // The silo that left may still be where the trial was known to be.
        var calls = new PatientCalls(new(), TimeProvider.System);
        var history = await calls.Repeat(control.Grains.GetTrial(new(sweep.GetPrimaryKeyString(), 0)).History);
        Assert.Equal([1, 2, 3], history.Select(epoch => epoch.Epoch));
        Assert.True((await sweep.Status()).IsFinished);
    }

    private Task<TestSilo> Start(SiloRole role, string name, TimeSpan? lease = null)
    {
        var options = TestSilo.MemberOptions(_folder.Path, _redis.Server, role, name);
        return TestSilo.Start(options with { Timings = options.Timings with { Lease = lease ?? options.Timings.Lease } });
    }

    private static string Yaml(int trials) => SweepFiles.OfTrials(trials, epochs: 3);

    private static void AssertComplete(IEnumerable<TrialRow> rows) => Assert.All(rows, row =>
    {
        Assert.Equal(TrialState.Completed, row.State);
        Assert.Equal(FakeTrainer.WeightsAfter(row.Index, 9), row.Result!.WeightsSha256);
    });

    private static void Signal(string signal, IEnumerable<int> processes)
    {
        using var kill = Process.Start(
            "kill", ["-" + signal, .. processes.Select(process => process.ToString(CultureInfo.InvariantCulture))]);
        kill.WaitForExit();
    }
}
