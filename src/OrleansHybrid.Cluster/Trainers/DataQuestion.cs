using System.ComponentModel;
using System.Diagnostics;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Cluster.Trainers;

/// <summary>Asks the trainer what a data set is: the silo itself reads no data.</summary>
public static class DataQuestion
{
    /// <param name="directory">Where data sets lie; null where none was given.</param>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    public static Task<DataSeen> Ask(TrainerLaunch launch, string? directory, DatasetName dataset, CancellationToken stop) =>
        Ask(new TrainerProgram(launch.Path), directory, dataset, stop);

    /// <inheritdoc cref="Ask(TrainerLaunch, string?, DatasetName, CancellationToken)"/>
    public static async Task<DataSeen> Ask(TrainerProgram trainer, string? directory, DatasetName dataset, CancellationToken stop)
    {
        string[] place = directory is null ? [] : ["--data", directory];
        var start = trainer.StartInfo(["data", "fingerprint", dataset.Spelled(), .. place]);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        try
        {
            using var process = Process.Start(start)!;
            await using var end = stop.Register(() => process.Kill());
            process.StandardInput.Close();
            var (answer, fault) = (
                process.StandardOutput.ReadToEndAsync(CancellationToken.None),
                process.StandardError.ReadToEndAsync(CancellationToken.None));
            await Task.WhenAll(answer, fault, process.WaitForExitAsync(CancellationToken.None));
            stop.ThrowIfCancellationRequested();
            return process.ExitCode == 0 && DataFingerprint.TryParse((await answer).Trim(), out var fingerprint) ? new(dataset, fingerprint)
                : new(
                    dataset,
                    null,
                    (await fault).Trim() is { Length: > 0 } message ? message : $"the trainer ended with exit code {process.ExitCode}");
        }
        catch (Exception failure) when (failure is Win32Exception or IOException)
        {
            return new(dataset, null, $"the trainer {trainer.Path} does not answer: {failure.Message}");
        }
    }
}
