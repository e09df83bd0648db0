using System.Diagnostics;
using OrleansHybrid.Benchmarks.Measuring;

namespace OrleansHybrid.Benchmarks.Clusters;

/// <summary>A <c>hybrid run</c> with real trainers, in a folder of its own.</summary>
internal sealed class RunProcess : IAsyncDisposable
{
    private const string Announcement = "Page: ";

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _page = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="folder">Of the sweep's file and its state.</param>
    /// <param name="file">The sweep's file.</param>
    public RunProcess(string folder, string file, int slots)
    {
        State = Path.Combine(folder, "state");
        _process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [BuiltProgram.Console, "run", file, "--state", State, "--results", Path.Combine(folder, "results"), "--slots", $"{slots}"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.OutputDataReceived += (_, said) => Hear(said.Data);
        _process.ErrorDataReceived += (_, said) => Hear(said.Data);
        _process.Exited += (_, _) => _page.TrySetException(new BenchmarkException("hybrid run ended before it printed its page's address"));
        _process.EnableRaisingEvents = true;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string State { get; }

    /// <summary>The address that it prints, with its token.</summary>
    public Task<Uri> Page => _page.Task;

    /// <summary>Asks it to stop, which lets its trainers write checkpoints, and waits until it has.</summary>
    /// <returns>The seconds it took.</returns>
    public async Task<double> Drain(CancellationToken stop)
    {
        var begun = TimeProvider.System.GetTimestamp();
        Processes.Send(Signal.Terminate, _process.Id);
        await _process.WaitForExitAsync(stop);
        return TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line?.StartsWith(Announcement, StringComparison.Ordinal) is true) _page.TrySetResult(new(line[Announcement.Length..]));
    }
}
