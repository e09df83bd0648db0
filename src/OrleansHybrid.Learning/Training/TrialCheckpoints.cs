using System.Diagnostics;
using System.Text.Json;
using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Evaluation;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Learning.Training;

/// <summary>
/// Takes one training's state to its checkpoint folder and back. All of copying, hashing, writing and flushing it
/// is done beside the training, one checkpoint at a time; only the next optimiser step waits for the copy.
/// </summary>
internal sealed class TrialCheckpoints(TrainingOrder order, TrainingData data, HybridLearner learner) : IDisposable
{
    private readonly CheckpointFolder _folder = new(order.CheckpointDirectory);
    private readonly Numerics _numerics = Checkpoints.Numerics.Of(order.Device, order.Threads);
    private (TrainingPosition Position, CheckpointRef Reference, CheckpointManifest Manifest)? _latest;
    private Task<(CheckpointRef Reference, CheckpointManifest Manifest, double Seconds)>? _writing;
    private SortedDictionary<string, byte[]>? _files;
    private Numerics[] _earlierNumerics = [];

    /// <summary>What the last bits depend on from here on.</summary>
    public string Numerics => _numerics.ToString();

    /// <summary>The same of the steps before that were computed elsewhere; null where there are none.</summary>
    public string? EarlierNumerics => _earlierNumerics.Length == 0 ? null : string.Join("; ", _earlierNumerics.Select(one => $"{one}"));

    /// <summary>What all of the training is of; null where it went on from a checkpoint that does not say it.</summary>
    public DataFingerprint? Data { get; private set; } = data.Fingerprint;

    /// <summary>
    /// Loads the first of the order's checkpoints that verifies, and names those that do not. A fresh start when none does:
    /// it costs time and changes no result.
    /// </summary>
    /// <returns>Where to go on; null for a fresh start.</returns>
    /// <exception cref="TrainingException">The folder cannot be used, or a checkpoint is of another recipe or other data.</exception>
    public (TrainingPosition Position, CheckpointRef Reference)? Restore(Action<TrainerMessage> say) =>
        WithStorage<(TrainingPosition, CheckpointRef)?>(() =>
    {
        _folder.Prepare(order.Attempt);
        foreach (var reference in order.ResumeFrom)
        {
            try
            {
                var checkpoint = _folder.Read(reference);
                RequireSameRecipe(reference, checkpoint.Manifest);
                RequireSameData(reference, checkpoint.Manifest);
                RequireSameSteps(reference, checkpoint.Manifest);
                LearnerFiles.Load(learner, checkpoint.Files);
                var difference = _numerics.DifferenceFrom(checkpoint.Manifest.Numerics);
                if (difference.Length > 0)
                    say(new TrainerMessage.Warned(
                        $"Going on from checkpoint {reference.Name} with {difference}: results may differ in their last digits "
                            + "from an undisturbed run's."));
                if (checkpoint.Manifest.Data is null && Data is not null)
                    say(new TrainerMessage.Warned(
                        $"Checkpoint {reference.Name} does not say what data it learned from, as those of earlier versions; "
                            + $"the training goes on with {Data.Brief}."));
                _earlierNumerics =
                    [.. (checkpoint.Manifest.EarlierNumerics ?? []).Append(checkpoint.Manifest.Numerics).Distinct().Except([_numerics])];
                Data = checkpoint.Manifest.Data;
                return (checkpoint.Manifest.Position, reference);
            }
            catch (InvalidDataException damage)
            {
                say(
                    new TrainerMessage.CheckpointDamaged(
                        $"Checkpoint {reference.Name} in {order.CheckpointDirectory} is passed over: {damage.Message}."));
            }
        }

        return null;
    });

    /// <summary>Begins to write a checkpoint of this position, after the one before has been taken.</summary>
    public void Begin(int step, TrainingPosition position)
    {
        if (_writing is not null) throw new InvalidOperationException("a checkpoint is on its way");
        var (manifest, snapshot) = (Manifest(step, position), new LearnerSnapshot(learner));
        var files = Task.Run(() => Files(snapshot));
        learner.Optimiser.HoldFor(files);
        _writing = Task.Run(() => WriteTimed(manifest, files));
    }

    /// <summary>What has been written since it was begun; null where nothing was begun, or nothing is done yet.</summary>
    /// <param name="wait">Whether to wait until it is.</param>
    /// <exception cref="TrainingException">The folder cannot be written.</exception>
    public (CheckpointRef Reference, double Seconds)? TakeWritten(bool wait)
    {
        if (_writing is not { } writing || !(wait || writing.IsCompleted)) return null;
        _writing = null;
        var (reference, manifest, seconds) = WithStorage(() => writing.GetAwaiter().GetResult());
        _latest = (manifest.Position, reference, manifest);
        return (reference, seconds);
    }

    /// <summary>Returns when a checkpoint of this position is durable: a new one, unless the latest is of the same position.</summary>
    /// <param name="step">Optimiser steps completed.</param>
    /// <param name="position">Where the training stands.</param>
    /// <param name="evaluation">Kept beside the weights that it is of; null for a checkpoint along the way.</param>
    /// <exception cref="TrainingException">The folder cannot be written.</exception>
    public CheckpointRef Write(int step, TrainingPosition position, EvaluationReport? evaluation = null)
    {
        if (_latest is { } latest && latest.Position == position) return latest.Reference;

        var files = Files(new(learner));
        if (evaluation is not null)
            files[EvaluationReport.FileName] = JsonSerializer.SerializeToUtf8Bytes(evaluation, ProtocolJson.Options);
        var (reference, written) = WithStorage(() => _folder.Write(Manifest(step, position), files));
        _latest = (position, reference, written);
        return reference;
    }

    /// <summary>Leaves no write behind.</summary>
    public void Dispose()
    {
        if (_writing is not null) Task.WaitAny(_writing);
    }

    /// <summary>SHA-256 of a file of the latest checkpoint written; null where it has no such file.</summary>
    public string? Sha256Of(string file) => _latest?.Manifest.Files.FirstOrDefault(entry => entry.Name == file)?.Sha256;

    /// <remarks>Nothing else holds the memory of the former files by now.</remarks>
    private SortedDictionary<string, byte[]> Files(LearnerSnapshot snapshot)
    {
        using (snapshot) return _files = LearnerFiles.Save(snapshot, order.Recipe, data.Train, _files);
    }

    private CheckpointManifest Manifest(int step, TrainingPosition position) => new()
    {
        Format = CheckpointManifest.CurrentFormat,
        Trial = order.Trial,
        Attempt = order.Attempt,
        Step = step,
        Position = position,
        Recipe = order.Recipe,
        Numerics = _numerics,
        EarlierNumerics = _earlierNumerics.Length == 0 ? null : _earlierNumerics,
        Files = [],
        Data = Data,
    };

    private async Task<(CheckpointRef, CheckpointManifest, double)> WriteTimed(
        CheckpointManifest manifest, Task<SortedDictionary<string, byte[]>> files)
    {
        var began = Stopwatch.GetTimestamp();
        var (reference, written) = _folder.Write(manifest, await files.ConfigureAwait(false));
        return (reference, written, Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    private void RequireSameRecipe(CheckpointRef reference, CheckpointManifest manifest)
    {
        if (ProtocolJson.Write(manifest.Recipe) == ProtocolJson.Write(order.Recipe)) return;
        throw new TrainingException(
            FailureKind.BadRecipe,
            $"Checkpoint {reference.Name} in {order.CheckpointDirectory} was trained with other settings: "
                + "give this training a checkpoint folder of its own.");
    }

    private void RequireSameData(CheckpointRef reference, CheckpointManifest manifest)
    {
        if (manifest.Data is not { } learnedFrom || Data is not { } here || learnedFrom == here) return;
        throw new TrainingException(
            FailureKind.OtherData,
            $"Checkpoint {reference.Name} in {order.CheckpointDirectory} learned from other data ({learnedFrom.Brief}) than "
                + $"{order.DataDirectory} holds now ({here.Brief}). "
            + "Put the data back as it was; or begin anew, with 'hybrid run FILE --from-scratch', or by hand with a "
                + "checkpoint folder of its own.");
    }

    private void RequireSameSteps(CheckpointRef reference, CheckpointManifest manifest)
    {
        var (position, steps) = (manifest.Position, learner.StepsPerEpoch);
        if (position.StepInEpoch <= steps && manifest.Step == (long)position.Epoch * steps + position.StepInEpoch) return;
        throw new TrainingException(
            FailureKind.BadData,
            $"Checkpoint {reference.Name} in {order.CheckpointDirectory} stands at step {position.StepInEpoch} of epoch "
                + $"{position.Epoch + 1}, {manifest.Step} in all, which "
            + $"epochs of {steps} steps do not give: the training images are others than its own. "
                + "Put those back, or give this training a checkpoint folder of its own.");
    }

    private T WithStorage<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException(
                FailureKind.Storage,
                $"The checkpoints in {order.CheckpointDirectory} cannot be read or written: {exception.Message.TrimEnd('.')}. "
                + "Free space there, or let this user write there; the training goes on from its last checkpoint.",
                exception);
        }
    }
}
