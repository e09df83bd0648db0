using System.Diagnostics;
using System.Globalization;
using OrleansHybrid.Benchmarks.Measuring;

namespace OrleansHybrid.Benchmarks.Clusters;

/// <summary>A <c>hybrid silo</c> that is started again whenever it ends, as a service manager would.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    // Where the image has the console.
    private const string ImageConsole = "/app/hybrid.dll";

    private readonly string _dotnet;
    private readonly ProcessStartInfo _start;
    private readonly string _log;
    private readonly Task _supervision;
    private volatile Process _process;
    private volatile TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isOver, _isUp;

    /// <param name="name">Of its log and its folder.</param>
    /// <param name="trainer">Null takes the real one.</param>
    /// <param name="checkpoints">Where they are kept, as the console's option says it.</param>
    public SiloProcess(string folder, string name, string mark, string? trainer, string checkpoints, params IEnumerable<string> arguments)
    {
        _dotnet = Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet";
        (Name, Local, _log) = (name, Path.Combine(folder, name), Path.Combine(folder, name + ".log"));
        _start = new(
            _dotnet,
            [
                BuiltProgram.Console,
                "silo",
                "--local",
                Local,
                "--port",
                Port.ToString(CultureInfo.InvariantCulture),
                "--checkpoints",
                checkpoints,
                "--verbose",
                .. arguments,
            ])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What its trainers inherit, so that one that outlives it is found.
        _start.Environment["ORLEANSHYBRID_MARK"] = mark;
        if (trainer is not null) _start.Environment["ORLEANSHYBRID_TRAINER"] = trainer;
        _process = Begin();
        _supervision = Supervise();
    }

    public string Name { get; }

    /// <summary>Its own folder.</summary>
    public string Local { get; }

    /// <summary>Of metrics, health and drain, in all its lives.</summary>
    public int Port { get; } = RedisProcess.FreePort();

    public int Id => _process.Id;

    /// <summary>The exit code of the process that runs now, once it has one and its successor is started.</summary>
    public Task<int> Ended => _ended.Task;

    /// <summary>Whether the process that runs now has joined the cluster.</summary>
    public bool IsUp => _isUp;

    public IReadOnlyList<int> Trainers => Processes.ChildrenOf(Id);

    /// <summary>All that it said, in all its lives.</summary>
    public IEnumerable<string> Log => File.Exists(_log) ? ReadShared(_log) : [];

    /// <summary>Runs a command as in its container.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> Exec(IReadOnlyList<string> command, CancellationToken stop)
    {
        var start = new ProcessStartInfo(
            command[0] == "dotnet" ? _dotnet : command[0],
            command.Skip(1).Select(word => word == ImageConsole ? BuiltProgram.Console : word));
        (start.RedirectStandardOutput, start.WorkingDirectory) = (true, _start.WorkingDirectory);
        using var process = Process.Start(start)!;
        Note($"--- {string.Join(' ', command)}: {(await process.StandardOutput.ReadToEndAsync(stop)).Trim()}");
        await process.WaitForExitAsync(stop);
        return process.ExitCode;
    }

    /// <summary>Lets it leave in peace, for good.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isOver) return;
        _isOver = true;
        Processes.Send(Signal.Continue, Id);
        Processes.Send(Signal.Terminate, Id);
        await _supervision;
        _process.Dispose();
    }

    private static IEnumerable<string> ReadShared(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is { } line) yield return line;
    }

    private Process Begin()
    {
        _isUp = false;
        var process = Process.Start(_start)!;
        process.OutputDataReceived += (_, said) => Note(said.Data);
        process.ErrorDataReceived += (_, said) => Note(said.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task Supervise()
    {
        while (true)
        {
            await _process.WaitForExitAsync();
            if (_isOver) return;
            var (ended, exitCode) = (_ended, _process.ExitCode);
            Note($"--- ended with {exitCode}, starting again");
            _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _process = Begin();
            ended.SetResult(exitCode);
        }
    }

    private void Note(string? line)
    {
        if (line is null) return;
        if (line.Contains(": silo with ", StringComparison.Ordinal)) _isUp = true;
        lock (_start) File.AppendAllText(_log, line + "\n");
    }
}
