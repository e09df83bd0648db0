using System.Diagnostics;

namespace OrleansHybrid.Benchmarks.Clusters;

/// <summary>A <c>hybrid silo</c> that is started again whenever it ends, as a service manager would.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private readonly ProcessStartInfo _start;
    private readonly string _log;
    private readonly Task _supervision;
    private volatile Process _process;
    private volatile bool _isOver, _isUp;

    /// <param name="name">Of its log and its folder.</param>
    /// <param name="trainer">Null takes the real one.</param>
    /// <param name="checkpoints">Where they are kept, as the console's option says it.</param>
    public SiloProcess(string folder, string name, string mark, string? trainer, string checkpoints, params IEnumerable<string> arguments)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var console = Path.Combine(output.Parent!.Parent!.FullName, "OrleansHybrid.Cli", output.Name, "hybrid.dll");
        _start = new(
            Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
            [console, "silo", "--local", Path.Combine(folder, name), "--checkpoints", checkpoints, "--verbose", .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What its trainers inherit, so that one that outlives it is found.
        _start.Environment["ORLEANSHYBRID_MARK"] = mark;
        if (trainer is not null) _start.Environment["ORLEANSHYBRID_TRAINER"] = trainer;
        (Name, _log) = (name, Path.Combine(folder, name + ".log"));
        _process = Begin();
        _supervision = Supervise();
    }

    public string Name { get; }

    public int Id => _process.Id;

    /// <summary>Whether the process that runs now has joined the cluster.</summary>
    public bool IsUp => _isUp;

    public IReadOnlyList<int> Trainers => Processes.ChildrenOf(Id);

    /// <summary>All that it said, in all its lives.</summary>
    public IEnumerable<string> Log => File.Exists(_log) ? ReadShared(_log) : [];

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
            Note($"--- ended with {_process.ExitCode}, starting again");
            _process = Begin();
        }
    }

    private void Note(string? line)
    {
        if (line is null) return;
        if (line.Contains(": silo with ", StringComparison.Ordinal)) _isUp = true;
        lock (_start) File.AppendAllText(_log, line + "\n");
    }
}
