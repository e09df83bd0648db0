using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Cluster.Trainers;

/// <summary>Asks the trainer whether it can compute on a GPU: the driver may list one on which nothing runs.</summary>
internal static class GpuQuestion
{
    // A driver in trouble answers after minutes, or never.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <returns>Why it cannot, for people; null where it can.</returns>
    /// <exception cref="OperationCanceledException">Nobody waits for the answer any more.</exception>
    public static async Task<string?> WhyUnusable(TrainerLaunch launch, Gpu gpu, CancellationToken stop)
    {
        var start = new TrainerProgram(launch.Path).StartInfo("probe");
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        start.Environment[VisibleGpus.Variable] = gpu.Uuid;
        try
        {
            using var process = Process.Start(start)!;
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
            end.CancelAfter(Patience);
            await using var kill = end.Token.Register(() => process.Kill());
            process.StandardInput.Close();
            var (answer, fault) = (
                process.StandardOutput.ReadToEndAsync(CancellationToken.None),
                process.StandardError.ReadToEndAsync(CancellationToken.None));
            await Task.WhenAll(answer, fault, process.WaitForExitAsync(CancellationToken.None));
            stop.ThrowIfCancellationRequested();
            if (end.IsCancellationRequested) return $"a trainer gave no answer on it within {Patience.TotalSeconds:0} s";
            if (process.ExitCode == 0 && ProtocolJson.Read<TrainerProbe>(await answer).Cuda) return null;
            var why = (await fault).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
            return $"a trainer cannot compute on it{(why is null ? "" : $": {why}")}";
        }
        catch (Exception failure) when (failure is Win32Exception or IOException or JsonException)
        {
            return $"the trainer {launch.Path} does not answer: {failure.Message}";
        }
    }
}
