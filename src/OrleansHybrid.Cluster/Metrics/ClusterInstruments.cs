using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using OrleansHybrid.Cluster.Ledgers;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Metrics;

/// <summary>
/// Instruments whose series do not grow with the number of trials. Counters carry no sweep either: sweeps come and go,
/// series stay.
/// </summary>
internal sealed class ClusterInstruments
{
    private readonly Meter _meter;
    private readonly ActiveSweeps _sweeps;
    private readonly Counter<long> _finished, _preemptions, _restarts, _images, _failures, _checkpointBytes, _checkpointFailures,
    _dataRefusals;
    private readonly Histogram<double> _checkpointSeconds, _uploadSeconds, _epochSeconds, _queueSeconds;
    private int _checkpointsWaiting;

    public ClusterInstruments(IMeterFactory meters, ActiveSweeps sweeps)
    {
        var meter = _meter = meters.Create(ClusterMeters.Cluster);
        _sweeps = sweeps;
        _finished = Count("sweep.trials.finished", "{trial}", "Trials that reached a final state, by outcome.");
        _preemptions = Count("sweep.trial.preemptions", "{preemption}", "Running trials taken off their slot, by reason.");
        _restarts = Count("sweep.trial.restarts", "{restart}", "Attempts beyond a trial's first, by what they went on from.");
        _failures = Count("sweep.trial.failures", "{failure}", "Attempts that ended in a failure, by its kind.");
        _images = Count("sweep.images.processed", "{image}", "Training images shown to the learners of this silo.");
        _checkpointBytes = Count("sweep.checkpoint.written", "By", "Bytes of committed checkpoints.");
        _checkpointFailures = Count(
            "sweep.checkpoint.failures",
            "{failure}",
            "Tries to write, store or read a checkpoint that failed, by kind: the storage's trouble, or what it gave back is damaged.");
        _dataRefusals = Count(
            "sweep.data.refusals", "{silo}", "Times that a silo was found to see other data than a sweep learns from, or none.");
        _checkpointSeconds = Seconds(
            "sweep.checkpoint.duration",
            "Time to write one checkpoint.",
            [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]);
        _uploadSeconds = Seconds(
            "sweep.checkpoint.upload.duration",
            "Time to bring one checkpoint to the store, tries that failed included.",
            [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900]);
        _epochSeconds = Seconds(
            "sweep.epoch.duration",
            "Training time of one epoch.",
            [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600]);
        _queueSeconds = Seconds(
            "sweep.trial.queue.wait",
            "Time that a trial waited for a slot.",
            [0.1, 0.5, 1, 5, 15, 60, 300, 900, 3600, 14400]);

        meter.CreateObservableGauge(
            "sweep.checkpoint.waiting",
            () => Volatile.Read(ref _checkpointsWaiting),
            "{checkpoint}",
            "Checkpoints that trainers of this silo have written and no record points at yet.");

        // A counter that nobody has touched has no series, and one that appears with 1 shows no increase.
        foreach (var kind in (string[])["storage", "damaged"]) _checkpointFailures.Add(0, Tag("kind", kind));
        _dataRefusals.Add(0);
        foreach (var kind in Enum.GetValues<FailureKind>()) _failures.Add(0, Tag("kind", Text(kind)));
        foreach (var reason in (string[])["notice", "trouble", "silo-lost", "lease-expired"]) _preemptions.Add(0, Tag("reason", reason));
        foreach (var from in (string[])["checkpoint", "scratch"]) _restarts.Add(0, Tag("from", from));
        foreach (var outcome in Enum.GetValues<TrialState>().Where(state => state.IsFinal()))
            _finished.Add(0, Tag("outcome", Text(outcome)));

        meter.CreateObservableGauge("sweep.queue.length", () => sweeps.Waiting, "{trial}", "Trials that wait for a slot, not for results.");
        meter.CreateObservableGauge("sweep.trials", () => Trials(sweeps), "{trial}", "Trials of active sweeps, by state.");
        meter.CreateObservableGauge(
            "sweep.rung.trials", () => Rungs(sweeps), "{trial}", "Trials of active searches, by the epochs of the rung and by state.");
        meter.CreateObservableGauge("sweep.best.objective", () => Best(sweeps), "1", "Best objective of a completed trial so far.");

        Counter<long> Count(string name, string unit, string description) => meter.CreateCounter<long>(name, unit, description);

        Histogram<double> Seconds(string name, string description, double[] buckets) =>
            meter.CreateHistogram(name, "s", description, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });
    }

    /// <summary>Shows the slots of this silo, where it has some.</summary>
    public void Watch(SlotPool slots) =>
        _meter.CreateObservableGauge("sweep.slots", () => Slots(slots), "{slot}", "Slots of this silo, by state.");

    /// <summary>Shows the trials of a sweep that is active on this silo.</summary>
    /// <param name="rungs">Asked from the exporter's thread; null for a sweep without rungs.</param>
    /// <param name="awaitsResults">Asked from the exporter's thread: true while a search chooses no trial before others have ended.</param>
    public void Watch(string sweep, Ledger ledger, Func<IReadOnlyList<RungProgress>?> rungs, Func<bool>? awaitsResults = null) =>
        _sweeps.Add(sweep, ledger, rungs, awaitsResults ?? (() => false));

    public void Forget(string sweep) => _sweeps.Remove(sweep);

    /// <summary>Shows the room of the disk that holds the checkpoints.</summary>
    public void WatchDisk(string checkpoints)
    {
        Gauge("sweep.checkpoint.disk.size", disk => disk.TotalSize, "Size of the disk that holds the checkpoints.");
        Gauge("sweep.checkpoint.disk.free", disk => disk.AvailableFreeSpace, "Room that is left on the disk that holds the checkpoints.");

        void Gauge(string name, Func<DriveInfo, long> read, string description) =>
            _meter.CreateObservableGauge(name, () => Disk(read), "By", description);

        IEnumerable<Measurement<long>> Disk(Func<DriveInfo, long> read)
        {
            try
            {
                return Directory.Exists(checkpoints) ? [new(read(new(checkpoints)))] : [];
            }
            catch (IOException)
            {
                // It is not mounted now.
                return [];
            }
        }
    }

    public void TrialFinished(TrialState outcome) => _finished.Add(1, Tag("outcome", Text(outcome)));

    public void DataRefused() => _dataRefusals.Add(1);

    public void TrialReused() => _finished.Add(1, Tag("outcome", "reused"));

    public void TrialPreempted(string reason) => _preemptions.Add(1, Tag("reason", reason));

    public void TrialRestarted(bool fromCheckpoint) => _restarts.Add(1, Tag("from", fromCheckpoint ? "checkpoint" : "scratch"));

    public void TrialWaited(TimeSpan time) => _queueSeconds.Record(time.TotalSeconds);

    public void TrialFailed(FailureKind kind) => _failures.Add(1, Tag("kind", Text(kind)));

    public void ImagesShown(long images) => _images.Add(images);

    public void EpochEnded(double seconds) => _epochSeconds.Record(seconds);

    public void CheckpointCommitted(long bytes, double seconds)
    {
        _checkpointBytes.Add(bytes);
        _checkpointSeconds.Record(seconds);
    }

    public void CheckpointUploaded(TimeSpan time) => _uploadSeconds.Record(time.TotalSeconds);

    public void CheckpointWaits(int change) => Interlocked.Add(ref _checkpointsWaiting, change);

    public void CheckpointFailed() => _checkpointFailures.Add(1, Tag("kind", "storage"));

    public void CheckpointDamaged() => _checkpointFailures.Add(1, Tag("kind", "damaged"));

    private static IEnumerable<Measurement<int>> Slots(SlotPool slots)
    {
        yield return new(slots.Busy, Tag("state", "busy"));
        yield return new(slots.Free.Length, Tag("state", "idle"));
        if (slots.Aside.Count > 0) yield return new(slots.Aside.Sum(aside => aside.Slots.Slots.Length), Tag("state", "set-aside"));
    }

    private static IEnumerable<Measurement<int>> Trials(ActiveSweeps sweeps) =>
        from sweep in sweeps.All
        from state in Enum.GetValues<TrialState>()
        select new Measurement<int>(sweep.Ledger.Count(state), Tag("sweep", sweep.Sweep), Tag("state", Text(state)));

    private static IEnumerable<Measurement<int>> Rungs(ActiveSweeps sweeps) =>
        from one in sweeps.Rungs
        let rung = one.Rung
        from state in (IEnumerable<(string Name, int Trials)>)
        [
            ("waiting", rung.Waiting), ("running", rung.Running), ("completed", rung.Completed), ("failed", rung.Failed),
            ("pruned", rung.Pruned),
        ]
        select new Measurement<int>(
            state.Trials,
            Tag("sweep", one.Sweep),
            Tag("rung", rung.Epochs.ToString(CultureInfo.InvariantCulture)),
            Tag("state", state.Name));

    private static IEnumerable<Measurement<double>> Best(ActiveSweeps sweeps) =>
        from sweep in sweeps.All
        let best = sweep.Ledger.Best
        where best is not null
        select new Measurement<double>(best.Objective, Tag("sweep", sweep.Sweep));

    private static KeyValuePair<string, object?> Tag(string key, string value) => new(key, value);

    private static string Text(FailureKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    private static string Text(TrialState state) => state.ToString().ToLowerInvariant();
}
