using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Cluster.Attempts;

/// <summary>
/// What this silo sees of the data sets that sweeps have asked for. To read a large one for the first time takes minutes: the
/// slots train for other sweeps meanwhile. Safe for concurrent use.
/// </summary>
/// <param name="look">Looks at a data set; never fails but for cancellation.</param>
internal sealed class SeenData(Func<DatasetName, CancellationToken, Task<DataSeen>> look, TimeProvider time)
{
    // Data may change while a silo lives, and whoever puts it right should not wait for long. But a data set that takes long to
    // look at must not keep the machine busy.
    private static readonly TimeSpan LeastFresh = TimeSpan.FromSeconds(10);

    private const int FreshToLook = 10;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<DatasetName, View> _views = [];

    /// <summary>The data sets that it saw a moment ago, and those that it looks at now.</summary>
    public DataSeen[] Known
    {
        get
        {
            lock (_lock)
                return [.. from view in _views
                           where IsFresh(view.Value) || !view.Value.Looking.IsCompleted
                           select view.Value.Looking.IsCompleted ? view.Value.Last! : new(view.Key, null)];
        }
    }

    /// <summary>Begins to look at a data set, unless it does so or did a moment ago.</summary>
    /// <param name="stop">Ends that.</param>
    public void Look(DatasetName dataset, CancellationToken stop)
    {
        lock (_lock)
        {
            if (!_views.TryGetValue(dataset, out var view)) _views.Add(dataset, view = new());
            else if (!view.Looking.IsCompleted || IsFresh(view)) return;
            view.Looking = LookAt(dataset, view, stop);
        }
    }

    /// <summary>The data set is not what it was: it is looked at again as soon as a sweep wants it.</summary>
    public void Forget(DatasetName dataset)
    {
        lock (_lock) _views.Remove(dataset);
    }

    /// <summary>Returns when nothing looks any more: where all was told to stop, or in a test.</summary>
    public Task Idle()
    {
        lock (_lock) return Task.WhenAll(_views.Values.Select(view => view.Looking).ToArray());
    }

    private bool IsFresh(View view) => view.Last is not null && time.GetElapsedTime(view.Looked) < view.Fresh;

    private async Task LookAt(DatasetName dataset, View view, CancellationToken stop)
    {
        try
        {
            await Task.Yield();
            var begun = time.GetTimestamp();
            var seen = await look(dataset, stop);
            lock (_lock)
            {
                (view.Last, view.Looked) = (seen, time.GetTimestamp());
                view.Fresh = TimeSpan.FromTicks(Math.Max(LeastFresh.Ticks, FreshToLook * time.GetElapsedTime(begun).Ticks));
            }
        }
        catch (OperationCanceledException)
        {
            // The silo leaves.
        }
    }

    private sealed class View
    {
        /// <summary>Null before the first look is over.</summary>
        public DataSeen? Last { get; set; }

        /// <summary>The time of the last look, as a timestamp of the clock.</summary>
        public long Looked { get; set; }

        /// <summary>The time for which the last look is good enough.</summary>
        public TimeSpan Fresh { get; set; }

        public Task Looking { get; set; } = Task.CompletedTask;
    }
}
