using System.Globalization;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Terminal;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Trainers;

/// <summary>The log of a trial's trainers for people: appended to its log file, the last lines kept at hand.</summary>
internal sealed class TrialLog : IDisposable
{
    private const int LinesKept = 12;

    private readonly Lock _lock = new();
    private readonly Queue<string> _tail = [];
    private readonly TextWriter _file;

    /// <param name="file">Closed with the log.</param>
    public TrialLog(TextWriter file) => _file = file;

    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be written.</exception>
    public static TrialLog At(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // Another silo of this machine may still hold the log of a former attempt.
        var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        return new(new StreamWriter(file) { AutoFlush = true });
    }

    public IReadOnlyList<string> Tail
    {
        get
        {
            lock (_lock) return [.. _tail];
        }
    }

    public void Write(string line)
    {
        lock (_lock)
        {
            _tail.Enqueue(line);
            if (_tail.Count > LinesKept) _tail.Dequeue();
            WriteToFile(line);
        }
    }

    /// <summary>Writes what went well, which is no part of the <see cref="Tail"/>: that explains failures.</summary>
    public void Note(DateTimeOffset now, TrainerMessage message)
    {
        if (Wording(message) is not { } line) return;
        lock (_lock) WriteToFile(string.Create(CultureInfo.InvariantCulture, $"{now:HH:mm:ss} {line}"));
    }

    public void Dispose()
    {
        lock (_lock)
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    private static string? Wording(TrainerMessage message) => message switch
    {
        TrainerMessage.Started { ResumedFrom: { } checkpoint } started => string.Create(
            CultureInfo.InvariantCulture, $"resumes from checkpoint {checkpoint.Name}, step {checkpoint.Step} of "
                + $"{started.Epochs * started.StepsPerEpoch}{With(started.Numerics)}"),
        TrainerMessage.Started started =>
            string.Create(CultureInfo.InvariantCulture, $"starts: {started.Epochs} epochs of {started.StepsPerEpoch} steps")
                + With(started.Numerics),
        TrainerMessage.EpochEnded { Metrics: var epoch } => string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {epoch.Epoch}: loss {epoch.TrainLoss:G4}, "
                + $"{string.Concat(Top1(epoch.Accuracy, epoch.Validation).Select(text => $"{text}, "))}"
                    + $"{epoch.ImagesPerSecond:F0} images/s"),
        TrainerMessage.CheckpointWritten { Checkpoint: var checkpoint } => $"checkpoint {checkpoint.Name}",
        TrainerMessage.Preempted { Checkpoint: var checkpoint } =>
            $"leaves its slot{(checkpoint is null ? "" : $" with checkpoint {checkpoint.Name}")}",
        TrainerMessage.Completed { Result: var result } =>
            $"completed: {string.Join(", ", Top1(result.Accuracy, result.Validation))}",
        TrainerMessage.Failed { Failure: var failure } => $"failed: {failure.Message}",
        _ => null,
    };

    private static string With(string? numerics) => numerics is null ? "" : $", with {numerics}";

    private static IEnumerable<string> Top1(Accuracy? test, Accuracy? validation)
    {
        if (test is not null) yield return string.Create(CultureInfo.InvariantCulture, $"top1 {100 * test.Top1:F1}%");
        if (validation is not null) yield return string.Create(CultureInfo.InvariantCulture, $"val_top1 {100 * validation.Top1:F1}%");
    }

    private void WriteToFile(string line)
    {
        try
        {
            // People read the file with tools that hand everything on to their terminal.
            _file.WriteLine(PrintableText.Of(line));
        }
        catch (IOException)
        {
            // A full disk must not cost the trial more than its log.
        }
    }
}
