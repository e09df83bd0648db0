using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Evaluation;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Learning.Schedules;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;
using TorchSharp;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Training;

/// <summary>
/// Trains one trial from its last good checkpoint to the end, and says what happens. A run that was interrupted at any
/// step, in the middle of an epoch too, ends with the same bits as one that was not. Runs on one thread, without waits.
/// </summary>
public sealed class TrainingRun : IDisposable
{
    private readonly TrainingOrder _order;
    private readonly Recipe _recipe;
    private readonly TrainingData _data;
    private readonly Action<TrainerMessage> _say;
    private readonly TimeProvider _time;
    private readonly bool _computesBeside;
    private readonly HybridLearner _learner;
    private readonly Evaluator _evaluator;
    private readonly FeatureProbes _probes;
    private readonly NeighborMetric _neighbors;
    private readonly TrialCheckpoints _checkpoints;
    private readonly ProgressMeter _meter;
    private TrainingPosition _position = new();
    private EvaluationReport? _lastEvaluation;

    /// <param name="order">What to train.</param>
    /// <param name="data">Its images.</param>
    /// <param name="say">Told everything but a failure, which is thrown; called on the training thread.</param>
    /// <param name="time">The clock of rates and durations; no result depends on it.</param>
    /// <exception cref="TrainingException">The data is not what the order asks for, there is no such device, or the recipe's settings do
    /// not fit together.</exception>
    public TrainingRun(TrainingOrder order, TrainingData data, Action<TrainerMessage> say, TimeProvider time)
    {
        RequireData(order, data);
        (_order, _recipe, _data, _say, _time) = (order, order.Recipe, data, say, time);
        set_num_threads(order.Threads);
        var where = ComputeDevice.Open(order.Device);
        ComputeDevice.Use(_recipe.Precision);
        _computesBeside = where.type is not DeviceType.CPU;
        _learner = new(_recipe, data.Train, where);
        _evaluator = new(data, where);
        _probes = new(_recipe, data, where);
        _neighbors = new(_recipe, data, where);
        _checkpoints = new(order, data, _learner);
        _meter = new(time, _recipe.ImagesPerStep(), say);
    }

    /// <summary>The epochs after which this training ends or pauses.</summary>
    private int LastEpoch => Math.Min(_order.UntilEpoch ?? _recipe.Epochs, _recipe.Epochs);

    private int StepsDone => _position.Epoch * _learner.StepsPerEpoch + _position.StepInEpoch;

    /// <summary>Trains to the end, or until asked to leave: then it writes a checkpoint at the next step.</summary>
    /// <exception cref="TrainingException">The training cannot go on.</exception>
    public void Run(CancellationToken leave)
    {
        RequireObjective();
        var resumed = _checkpoints.Restore(_say);
        var start = _position = resumed?.Position ?? _position;
        _say(
            new TrainerMessage.Started(
                resumed?.Reference, LastEpoch, _learner.StepsPerEpoch, _data.Train.CountByClass(), _checkpoints.Data,
                _checkpoints.Numerics));
        try
        {
            while (_position.Epoch < LastEpoch) TrainEpoch(leave);
            // An attempt that begins at the end has trained nothing: the same weights give the same evaluation.
            var evaluation = _lastEvaluation ?? Evaluate(leave);
            var probes = _probes.Run(_learner.Network, BetweenBatches(leave));
            SayWritten(wait: true);
            var final = _checkpoints.Write(StepsDone, _position, evaluation with { Probes = probes });
            CountUndecodable("training", _data.Train);
            CountUndecodable("test", _data.Test);
            if (_data.Validation is { } validation) CountUndecodable("validation", validation);
            _say(new TrainerMessage.Completed(Result(), final));
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
            ReadLosses(_position.StepInEpoch);
            SayWritten(wait: true);
            _say(new TrainerMessage.Preempted(_position == start ? null : _checkpoints.Write(StepsDone, _position)));
        }
        catch (TrainingException failure) when (failure.Failure.Kind is not FailureKind.Storage)
        {
            // What was on its way to the disk is as good as it would have been.
            SayWritten(wait: true);
            throw;
        }
    }

    public void Dispose()
    {
        _checkpoints.Dispose();
        _learner.Dispose();
    }

    /// <summary>What has been trained already goes on: its other figures are worth having.</summary>
    /// <exception cref="TrainingException">The training could not be judged.</exception>
    private void RequireObjective()
    {
        if (ObjectiveCheck.WhyUnmeasurable(_order.Metric, _data) is not { } reason) return;
        if (_order.ResumeFrom.Count == 0) throw new TrainingException(FailureKind.BadRecipe, reason);
        _say(new TrainerMessage.Warned(reason));
    }

    private static void RequireData(TrainingOrder order, TrainingData data)
    {
        if (order.Data is not { } asked || data.Fingerprint is not { } here || asked == here) return;
        throw new TrainingException(
            FailureKind.OtherData,
            $"{order.DataDirectory} holds other data as {order.Recipe.Dataset.Spelled()} ({here.Brief}) than {order.Trial} learns from "
                + $"({asked.Brief}): it was changed a moment ago. "
            + "Put it back as it was.");
    }

    private void TrainEpoch(CancellationToken leave)
    {
        while (_position.StepInEpoch < _learner.StepsPerEpoch)
        {
            leave.ThrowIfCancellationRequested();
            var began = _time.GetTimestamp();
            _learner.Step(_position.Epoch, _position.StepInEpoch);
            if (!_computesBeside) ReadLosses(stepsDone: _position.StepInEpoch + 1);
            _position = _position.AfterStep(_time.GetElapsedTime(began).TotalSeconds);
            Warn(_data.Train);
            SayWritten(wait: false);
            _meter.CountStep();
            if (_meter.IsDue) ReadLosses(_position.StepInEpoch);
            _meter.Tick(Now);
        }

        ReadLosses(_position.StepInEpoch);
        // An evaluation that is broken off is repeated by the next attempt: the position still is before it.
        var epoch = EndEpoch(leave);
        // A disk that takes longer than an epoch is waited for here: one checkpoint is on its way at most.
        SayWritten(wait: true);
        _position = _position.AfterEpoch(epoch);
        _say(new TrainerMessage.EpochEnded(epoch));
        if (epoch.Epoch % _order.CheckpointEveryEpochs == 0 && epoch.Epoch < LastEpoch) _checkpoints.Begin(StepsDone, _position);
    }

    /// <summary>A GPU must not be waited for after each step: its losses are read when somebody wants to know them.</summary>
    /// <param name="stepsDone">Steps completed of the epoch.</param>
    /// <exception cref="TrainingException">A loss was not finite.</exception>
    private void ReadLosses(int stepsDone)
    {
        var read = _computesBeside ? ReadBeside() : _learner.ReadLosses();
        foreach (var (i, losses) in read.Index())
        {
            _position = _position.With(losses);
            if (double.IsFinite(losses.Train)) continue;
            var step = stepsDone - read.Length + i;
            var learningRate = LearningRateCurve.At(_recipe, _position.Epoch, step, _learner.StepsPerEpoch);
            throw new TrainingException(
                FailureKind.NonFiniteLoss, NonFiniteLoss.Explain(_recipe, losses, _position.Epoch, step, learningRate));
        }
    }

    // A step of a GPU takes no time to ask for: it is over when its losses are there.
    private StepLosses[] ReadBeside()
    {
        var began = _time.GetTimestamp();
        var read = _learner.ReadLosses();
        _position = _position.AfterWait(_time.GetElapsedTime(began).TotalSeconds);
        return read;
    }

    private EvaluationReport Evaluate(CancellationToken leave) =>
        _lastEvaluation = _evaluator.Evaluate(_learner.Network, BetweenBatches(leave));

    private Action BetweenBatches(CancellationToken leave) => () =>
    {
        leave.ThrowIfCancellationRequested();
        Warn(_data.Train);
        Warn(_data.Test);
        if (_data.Validation is { } validation) Warn(validation);
        SayWritten(wait: false);
        _meter.Tick(Now);
    };

    private void Warn(LabelledImages images)
    {
        foreach (var warning in images.TakeWarnings()) _say(new TrainerMessage.Warned(warning));
    }

    private void CountUndecodable(string what, LabelledImages images)
    {
        if (images.Undecodable > 0)
            _say(new TrainerMessage.Warned(
                $"{images.Undecodable} of {images.Count} {what} images could not be decoded; "
                    + "`trainer data check` with --decode names them all."));
    }

    private EpochMetrics EndEpoch(CancellationToken leave)
    {
        var (epoch, steps, alpha) = (_position.Epoch + 1, _learner.StepsPerEpoch, AlphaCurve.At(_recipe, _position.Epoch));
        var isEvaluated = epoch % _recipe.EvaluateEveryEpochs == 0 || epoch == LastEpoch;
        var accuracy = isEvaluated ? Evaluate(leave).Accuracy : null;
        var validation = isEvaluated ? _evaluator.Validate(_learner.Network, BetweenBatches(leave)) : null;
        var neighbors = isEvaluated ? _neighbors.Measure(_order.Metric, _learner.Network, BetweenBatches(leave)) : default;
        return new()
        {
            Epoch = epoch,
            Step = StepsDone,
            TrainLoss = _position.Sums.Train / steps,
            ContrastiveLoss = alpha > 0 ? _position.Sums.Contrastive / steps : null,
            ClassifierLoss = alpha < 1 ? _position.Sums.Classifier / steps : null,
            Alpha = alpha,
            LearningRate = LearningRateCurve.At(_recipe, _position.Epoch, steps - 1, steps),
            Accuracy = accuracy,
            ImagesPerSecond = Rate(epochs: 1, _position.EpochSeconds),
            Seconds = _position.EpochSeconds,
            Validation = validation,
            Knn = neighbors.Test,
            ValKnn = neighbors.Validation,
        };
    }

    private void SayWritten(bool wait)
    {
        if (_checkpoints.TakeWritten(wait) is var (checkpoint, seconds)) _say(new TrainerMessage.CheckpointWritten(checkpoint, seconds));
    }

    private TrialResult Result()
    {
        var last = _position.LastEpoch!;
        return new()
        {
            Epochs = _position.Epoch,
            TrainLoss = last.TrainLoss,
            Accuracy = last.Accuracy!,
            BestTop1 = _position.BestTop1,
            ImagesPerSecond = Rate(_position.Epoch, _position.Seconds),
            WeightsSha256 = _checkpoints.Sha256Of(LearnerFiles.Weights)!,
            PrototypesSha256 = _checkpoints.Sha256Of(LearnerFiles.Prototypes),
            Data = _checkpoints.Data,
            Validation = last.Validation,
            ValBestTop1 = _position.ValBestTop1,
            Knn = last.Knn,
            ValKnn = last.ValKnn,
            Numerics = _checkpoints.Numerics,
            EarlierNumerics = _checkpoints.EarlierNumerics,
        };
    }

    private LiveProgress Now() => new()
    {
        Epoch = _position.Epoch,
        Step = StepsDone,
        Steps = LastEpoch * _learner.StepsPerEpoch,
        TrainLoss = _position.StepInEpoch > 0 ? _position.Sums.Train / _position.StepInEpoch : null,
        Alpha = AlphaCurve.At(_recipe, _position.Epoch),
        LearningRate = LearningRateCurve.At(_recipe, _position.Epoch, _position.StepInEpoch, _learner.StepsPerEpoch),
        ImagesPerSecond = 0,
        Images = 0,
    };

    /// <summary>Training images a second; zero where the clock stood still.</summary>
    private double Rate(int epochs, double seconds) =>
        seconds > 0 ? (double)epochs * _learner.StepsPerEpoch * _recipe.ImagesPerStep() / seconds : 0;
}
