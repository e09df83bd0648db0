using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using OrleansHybrid.Cluster.Clocks;

namespace OrleansHybrid.Cluster.Metrics;

/// <summary>
/// One series a trial, of the trials now running on this silo. All observable: a synchronous gauge would show a dead
/// trial's last value for ever.
/// </summary>
internal sealed class TrialInstruments
{
    private readonly ConcurrentDictionary<TrialGauges, byte> _running = [];

    public TrialInstruments(IMeterFactory meters, AwakeTime time)
    {
        var meter = meters.Create(ClusterMeters.Trials);
        Gauge("sweep.trial.loss", "1", "Running mean of the training loss in this epoch.", trial => trial.Progress?.TrainLoss);
        Gauge("sweep.trial.accuracy", "1", "Latest top-1 accuracy on the test set, from 0 to 1.", trial => trial.Accuracy?.Top1);
        Gauge(
            "sweep.trial.validation.accuracy",
            "1",
            "Latest top-1 accuracy on the validation images, from 0 to 1.",
            trial => trial.Validation?.Top1);
        Gauge("sweep.trial.alpha", "1", "Weight of the contrastive loss now.", trial => trial.Progress?.Alpha);
        Gauge("sweep.trial.epoch", "{epoch}", "Whole epochs completed.", trial => trial.Progress?.Epoch);
        Gauge("sweep.trial.learning.rate", "1", "Learning rate now.", trial => trial.Progress?.LearningRate);
        Gauge("sweep.trial.throughput", "images/s", "Training images a second of late.", trial => trial.Progress?.ImagesPerSecond);
        Gauge(
            "sweep.trial.checkpoint.age",
            "s",
            "Time since the last committed checkpoint: the work at risk.",
            trial => Unsafe(trial).TotalSeconds);

        meters.Create(ClusterMeters.Cluster).CreateObservableGauge(
            "sweep.work.at.risk",
            () => _running.Keys.Sum(trial => Unsafe(trial).TotalSeconds),
            "s",
            "Training time since the last committed checkpoint, summed over the running trials of this silo.");

        TimeSpan Unsafe(TrialGauges trial) => time.GetElapsedTime(trial.SafeSince);

        void Gauge(string name, string unit, string description, Func<TrialGauges, double?> read) =>
            meter.CreateObservableGauge(name, () => Observe(read), unit, description);
    }

    public void Add(TrialGauges trial) => _running.TryAdd(trial, 0);

    public void Remove(TrialGauges trial) => _running.TryRemove(trial, out _);

    private IEnumerable<Measurement<double>> Observe(Func<TrialGauges, double?> read) =>
        from trial in _running.Keys
        let value = read(trial)
        where value is not null
        select new Measurement<double>(value.Value, trial.Tags);
}
