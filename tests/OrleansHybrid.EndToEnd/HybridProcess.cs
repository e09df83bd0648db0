using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace OrleansHybrid.EndToEnd;

/// <summary>The console as its user starts it, in a folder of its own, with its output at hand.</summary>
internal sealed class HybridProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<(bool IsError, string Line)> _output = new();
    private readonly SemaphoreSlim _spoke = new(0);

    private HybridProcess(Process process) => _process = process;

    /// <summary>Standard output and standard error as they came: which of two streams is read first is left to chance.</summary>
    public string Output => string.Join('\n', _output.Select(said => said.Line));

    public IEnumerable<string> StandardOutput => _output.Where(said => !said.IsError).Select(said => said.Line);

    public IEnumerable<string> StandardError => _output.Where(said => said.IsError).Select(said => said.Line);

    public int Id => _process.Id;

    public bool IsRunning => !_process.HasExited;

    public static HybridProcess Start(string folder, params IEnumerable<string> arguments) => Start(folder, arguments, []);

    public static HybridProcess Start(
        string folder, IEnumerable<string> arguments, params IEnumerable<(string Name, string Value)> environment)
    {
        // A shell's background job ignores Ctrl-C, and so would all that it starts: here it is to be heard.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", DotnetHost, ConsolePath, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What its user has set for the console is no part of a test.
        foreach (var setting in (string[])["CLUSTER", "CHECKPOINTS", "DATA", "CONFIG", "STATE", "TLS"])
            start.Environment.Remove("ORLEANSHYBRID_" + setting);
        start.Environment.Remove("CUDA_VISIBLE_DEVICES");
        start.Environment["XDG_CONFIG_HOME"] = folder;
        // Test programs run beside each other: trainers that gave way to them would hold their own tests up.
        start.Environment["ORLEANSHYBRID_TRAINER_PRIORITY"] = "normal";
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var hybrid = new HybridProcess(new() { StartInfo = start });
        hybrid._process.OutputDataReceived += (_, line) => hybrid.Hear(false, line.Data);
        hybrid._process.ErrorDataReceived += (_, line) => hybrid.Hear(true, line.Data);
        hybrid._process.Start();
        hybrid._process.BeginOutputReadLine();
        hybrid._process.BeginErrorReadLine();
        return hybrid;
    }

    /// <summary>Runs to the end.</summary>
    public static async Task<(int ExitCode, string Output)> Run(string folder, params IEnumerable<string> arguments)
    {
        await using var hybrid = Start(folder, arguments);
        return (await hybrid.Exited(), hybrid.Output);
    }

    public async Task<int> Exited()
    {
        using var patience = new CancellationTokenSource(Eventually.Limit);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"hybrid did not end within {Eventually.Limit}; it said:\n{Output}");
        }
    }

    /// <summary>Waits until <paramref name="condition"/> holds for all that was said so far.</summary>
    public async Task Said(Func<string, bool> condition)
    {
        using var patience = new CancellationTokenSource(Eventually.Limit);
        while (!condition(Output))
        {
            if (_process.HasExited) Assert.Fail($"hybrid ended with {_process.ExitCode} before it said what was waited for:\n{Output}");
            try
            {
                await _spoke.WaitAsync(TimeSpan.FromSeconds(1), patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"hybrid did not say what was waited for; it said:\n{Output}");
            }
        }
    }

    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>SIGKILL for the console and every trainer it started, all at once.</summary>
    public async Task KillEverything()
    {
        var all = Trainers().Append(Id).Select(id => id.ToString(CultureInfo.InvariantCulture));
        using var kill = Process.Start("kill", ["-KILL", .. all]);
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
    }

    /// <summary>The processes of the trainers that this console's silo started.</summary>
    public IReadOnlyList<int> Trainers() =>
    [
        .. Directory.GetDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && ParentOf(id) == Id),
    ];

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillEverything();
        _process.Dispose();
        _spoke.Dispose();
    }

    private static string ConsolePath => Repository.PathOf("artifacts", "bin", "OrleansHybrid.Cli", Repository.Configuration, "hybrid.dll");

    private static string DotnetHost => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static int ParentOf(int id)
    {
        try
        {
            // "pid (name) state ppid …": the name may hold anything, so read from its last parenthesis on.
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private void Hear(bool isError, string? line)
    {
        if (line is null) return;
        _output.Enqueue((isError, line));
        _spoke.Release();
    }
}
