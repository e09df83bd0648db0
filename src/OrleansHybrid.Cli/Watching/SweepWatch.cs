using System.Runtime.CompilerServices;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Cluster.Sweeps;
using OrleansHybrid.Sweeps.Results;

namespace OrleansHybrid.Cli.Watching;

/// <summary>Follows one sweep by asking its grain twice a second.</summary>
internal sealed class SweepWatch(ISweepGrain sweep, PatientCalls calls, TimeProvider time)
{
    private const int RowsPerCall = 1_000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>One snapshot after the other until the sweep is finished, or has met <paramref name="troubleLimit"/> faults in a row.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was signalled.</exception>
    public async IAsyncEnumerable<Snapshot> Snapshots(int troubleLimit, [EnumeratorCancellation] CancellationToken stop)
    {
        var pace = new Pace();
        var began = time.GetTimestamp();
        IReadOnlyList<TrialRow> rows = [];
        object? rowsOf = null;
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var status = await Status();
            var version = (Counts: string.Join(',', status.Counts.OrderBy(count => count.Key)), status.Restarts, status.Preemptions, status.Running.Count);
            if (!version.Equals(rowsOf)) (rows, rowsOf) = (await AllRows(status.Trials), version);

            var elapsed = time.GetElapsedTime(began);
            yield return new(status, rows, elapsed, pace.Remaining(Snapshot.DoneFraction(status), elapsed));
            if (status.IsFinished || status.Trouble?.Times >= troubleLimit) yield break;

            await Task.Delay(Interval, time, stop);
        }
    }

    public Task<SweepStatus> Status() => calls.Repeat(sweep.Status);

    public async Task<IReadOnlyList<TrialRow>> AllRows(int trials)
    {
        var rows = new List<TrialRow>(trials);
        while (rows.Count < trials)
        {
            var page = await calls.Repeat(() => sweep.Rows(rows.Count, RowsPerCall));
            if (page.Count == 0) break;
            rows.AddRange(page);
        }

        return rows;
    }
}
