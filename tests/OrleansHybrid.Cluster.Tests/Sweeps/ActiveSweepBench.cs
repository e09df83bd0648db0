using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Ledgers;
using OrleansHybrid.Cluster.Metrics;
using OrleansHybrid.Cluster.Sweeps;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Sweeps;

/// <summary>A sweep in memory between two silos, on a clock that the test moves.</summary>
public abstract class ActiveSweepBench : IDisposable
{
    private protected const string A = "silo-a", B = "silo-b";

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    private protected SteppingClock Clock { get; } = new();

    private protected ClusterTimings Timings { get; } = new();

    private protected HashSet<string> Members { get; } = [A, B];

    private protected HashSet<int> Changed { get; } = [];

    public void Dispose()
    {
        _services.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static SlotOffer Gpus(params string[] free) => new(A, SlotKind.Gpu, free, 4);

    private protected static QueuePlace Place(params SiloSlots[] silos) => new(IsActive: true, null, false, silos);

    private protected static SweepDefinition Define(string yaml) => new SweepText(yaml, "test.yaml").Parse();

    private protected static Ledger Ledger(string yaml) => new(Define(yaml).TrialCount, Define(yaml).Metric);

    private protected static SlotOffer Cores(string agent, params string[] free) => new(agent, SlotKind.Cpu, free, free.Length);

    private protected static LiveTrial Alive(TrialLease lease, int attempt) => new()
    {
        Index = lease.Trial.Index,
        Lease = lease.Key,
        Attempt = attempt,
        Preemptions = 0,
        CommittedStep = 0,
    };

    private protected static TrialDigest Preempted(int attempt) => new()
    {
        State = TrialState.Preempted,
        Attempt = attempt,
        Preemptions = 0,
    };

    private protected static TrialDigest Completed(double top1) =>
        new()
        {
            State = TrialState.Completed,
            Attempt = 1,
            Preemptions = 0,
            Result = new()
            {
                Epochs = 2,
                TrainLoss = 0.1,
                Accuracy = new(top1, null, null, null),
                BestTop1 = top1,
                ImagesPerSecond = 100,
                WeightsSha256 = "weights",
                PrototypesSha256 = null,
            },
        };

    private protected ActiveSweep Sweep(
        string yaml, Ledger? ledger = null, TimeProvider? time = null, TimeSpan? duration = null, DateTimeOffset? submitted = null,
        SweepDataSet[]? settled = null) => new(
        Define(yaml),
        ledger ?? Ledger(yaml),
        new(settled ?? []),
        submitted ?? Clock.GetUtcNow(),
        Timings,
        time ?? Clock,
        new ClusterInstruments(_services.GetRequiredService<IMeterFactory>(), new ActiveSweeps()),
        Members.Contains,
        index => Changed.Add(index))
        {
            Duration = duration,
        };
}
