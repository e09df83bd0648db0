using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using OrleansHybrid.Cluster.Trainers;
using OrleansHybrid.Sweeps.Doctor;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Cli.Doctor;

/// <summary>The checks that the trainer makes: a process of its own, which may not start, hang, or die of a native fault.</summary>
internal sealed class TrainerDiagnosis(TrainerProgram trainer, TimeSpan silence, TimeProvider time)
{
    private const string Name = "trainer", Report = "Report it, with the output of 'hybrid doctor -o json'.";

    // What the trainer ends with itself: nothing is broken, or something is.
    private const int Works = 0, IsBroken = 1;

    private const int IllegalInstruction = 128 + 4, Killed = 128 + 9, LongestQuote = 200;

    private static readonly TimeSpan LastWordsPatience = TimeSpan.FromSeconds(2);

    /// <param name="words">The question.</param>
    /// <param name="gpu">The driver's name of the one GPU that it sees; null for those that this process sees.</param>
    public async IAsyncEnumerable<CheckResult> Ask(
        IEnumerable<string> words, string? gpu, [EnumeratorCancellation] CancellationToken stop)
    {
        var (process, failure) = Start(words, gpu);
        if (process is null)
        {
            yield return failure!;
            yield break;
        }

        using var _ = process;
        using var end = stop.Register(() => Kill(process));
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var (last, isHung) = ((string?)null, false);
        while (true)
        {
            string? line = null;
            try
            {
                line = await process.StandardOutput.ReadLineAsync(stop).AsTask().WaitAsync(silence, time, stop);
            }
            catch (TimeoutException)
            {
                isHung = true;
                Kill(process);
            }

            if (line is null) break;
            if (Parse(line) is not { } result) continue;
            last = result.Check;
            yield return result;
        }

        await process.WaitForExitAsync(stop);
        await Task.WhenAny(errors, Task.Delay(LastWordsPatience, time, stop));
        var after = last is null ? "" : $" after the check '{last}'";
        if (isHung)
            yield return Broken($"the trainer said nothing for {silence.TotalSeconds:0} s{after}, and was ended", Report);
        else if (process.ExitCode is not Works && (process.ExitCode is not IsBroken || last is null))
            yield return Ended(process.ExitCode, after, errors.IsCompletedSuccessfully ? LastLine(errors.Result) : null);
    }

    private static CheckResult Ended(int exitCode, string after, string? lastWords) => Broken(
        string.Create(
            CultureInfo.InvariantCulture,
            $"the trainer ended with exit code {exitCode}{after}{(lastWords is null ? "" : $"; its last words: {lastWords}")}"),
        exitCode switch
        {
            IllegalInstruction => "The processor lacks an instruction that the tensor library uses: train on a newer one.",
            Killed => "Something ended it, as a system does that runs out of memory (dmesg tells): give it more.",
            _ => Report,
        });

    private static CheckResult Broken(string found, string remedy) => new(Name, CheckState.Broken, found, remedy);

    // What a native library prints on its own is no result.
    private static CheckResult? Parse(string line)
    {
        try
        {
            if (!line.StartsWith('{')) return null;
            return ProtocolJson.Read<CheckResult>(line) is { Check: not null, Found: not null } result ? result : null;
        }
        catch (Exception foreign) when (foreign is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
        {
            // It has ended already.
        }
    }

    private static string? LastLine(string text)
    {
        var line = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
        return line?.Length > LongestQuote ? line[..LongestQuote] + "…" : line;
    }

    private (Process? Process, CheckResult? Failure) Start(IEnumerable<string> words, string? gpu)
    {
        var start = trainer.StartInfo(words);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        TrainerEnvironment.Set(start.Environment, threads: 1);
        if (gpu is not null) start.Environment[CudaEnvironment.VisibleDevices] = gpu;
        try
        {
            return (Process.Start(start)!, null);
        }
        catch (Exception failure) when (failure is Win32Exception or IOException)
        {
            return (
                null,
                Broken(
                    $"the trainer {trainer.Path} cannot be started: {failure.Message.TrimEnd('.')}",
                    "Build it again: dotnet build -c Release src/OrleansHybrid.Trainer."));
        }
    }
}
