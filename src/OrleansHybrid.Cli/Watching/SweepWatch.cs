using System.Runtime.CompilerServices;
using OrleansHybrid.Cluster.Reading;
using OrleansHybrid.Sweeps.Results;

namespace OrleansHybrid.Cli.Watching;

/// <summary>Follows one sweep by asking its grain twice a second.</summary>
internal sealed class SweepWatch(SweepHandle sweep, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly List<TrialRow> _rows = [];
    private long _revision;

    /// <summary>Returns snapshots until the sweep is finished or <paramref name="stop"/> is signalled.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was signalled.</exception>
    public async IAsyncEnumerable<Snapshot> Snapshots(Predicate<SweepStatus> givesUp, [EnumeratorCancellation] CancellationToken stop)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var status = await sweep.Status();
            var changed = await Follow();
            var elapsed = time.GetElapsedTime(began);
            yield return new(status, _rows, changed, elapsed, status.Left?.Time);
            if (status.IsFinished || givesUp(status)) yield break;

            await Task.Delay(Interval, time, stop);
        }
    }

    /// <summary>Updates the rows.</summary>
    /// <returns>The rows that have changed.</returns>
    private async Task<IReadOnlyList<TrialRow>> Follow()
    {
        var changes = await sweep.Changes(_revision);
        _revision = changes.Until;
        if (changes.Rows is null)
        {
            var before = _rows.ToList();
            _rows.Clear();
            _rows.AddRange(await sweep.Rows());
            return [.. _rows.Where(row => row.Index >= before.Count || before[row.Index] != row)];
        }

        foreach (var row in changes.Rows.OrderBy(row => row.Index))
        {
            if (row.Index < _rows.Count) _rows[row.Index] = row;
            else _rows.Add(row);
        }

        return changes.Rows;
    }
}
