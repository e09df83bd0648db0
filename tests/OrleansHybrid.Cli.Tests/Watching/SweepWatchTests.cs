using OrleansHybrid.Cli.Watching;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Reading;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Tests.Watching;

public class SweepWatchTests
{
    [Fact]
    public async Task Snapshots_OfASweepThatAnswersLate_GoOn()
    {
        var sweep = new SweepHandle("late", new LateSweep(timeouts: 2), null!, new PatientCalls(new(), TimeProvider.System));
        var watch = new SweepWatch(sweep, TimeProvider.System);

        var snapshots = await watch
            .Snapshots(status => status.Trouble?.Times >= 4, TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

        Assert.True(Assert.Single(snapshots).Status.IsFinished);
    }

    /// <summary>A finished sweep whose first calls time out.</summary>
    private sealed class LateSweep(int timeouts) : ISweepGrain
    {
        private readonly TrialRow[] _rows = [Some.Completed(0, 0.5)];

        public Task<SweepStatus> Status() => timeouts-- > 0 ? throw new TimeoutException() : Task.FromResult(Some.Status(_rows));

        public Task<IReadOnlyList<TrialRow>> Rows(int first, int count) => Task.FromResult<IReadOnlyList<TrialRow>>(_rows);

        public Task<RowChanges> Changes(long since) => Task.FromResult(new RowChanges(null, 1));

        public Task<VerbAnswer> BeginDeletion() => throw new NotSupportedException();

        public Task<VerbAnswer> DeleteMore() => throw new NotSupportedException();

        public Task<VerbAnswer> Start(string yaml, string file, bool paused, Guid? request) => throw new NotSupportedException();

        public Task<LeaseAnswer> Lease(SlotOffer offer) => throw new NotSupportedException();

        public Task<LeaseCommand[]> Heartbeat(string agent, LiveTrial[] trials) => throw new NotSupportedException();

        public Task Done(int index, TrialDigest trial, LeaseKey? lease) => throw new NotSupportedException();

        public Task<VerbAnswer> Tell(Verb verb, int? trial, Guid? request) => throw new NotSupportedException();

        public Task<OrleansHybrid.Cluster.Checkpoints.StoredLog?> Log(int index) => throw new NotSupportedException();

        public Task<VerbAnswer> Extend(SweepText text, Guid? request) => throw new NotSupportedException();

        public Task<bool> MakeRoom() => throw new NotSupportedException();

        public Task<SweepClaim> Claim() => throw new NotSupportedException();

        public Task<SweepTexts?> Texts() => throw new NotSupportedException();

        public Task Release(int index, LeaseKey lease, TrialDigest? trial, ReleaseReason reason, string? trouble) =>
            throw new NotSupportedException();
    }
}
