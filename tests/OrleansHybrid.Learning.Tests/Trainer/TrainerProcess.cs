using System.Diagnostics;
using System.Threading.Channels;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Learning.Tests.Trainer;

/// <summary>The trainer as a slot agent sees it: a process with an order on its input and messages on its output.</summary>
internal sealed class TrainerProcess : IDisposable
{
    private readonly Process _process;
    private readonly Channel<string> _errors = Channel.CreateUnbounded<string>();

    public TrainerProcess(params string[] arguments) : this(variables: [], ["dotnet", Executable(), .. arguments])
    {
    }

    /// <param name="variables">Of its environment: <c>NAME=value</c>.</param>
    /// <param name="command">The program and its arguments.</param>
    private TrainerProcess(string[] variables, string[] command)
    {
        // A shell's background job ignores Ctrl-C, and so would all that it starts: here it is to be heard.
        _process = Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", .. variables, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // As an agent does for a slot of one core: the tests share the machine.
            Environment = { ["OMP_NUM_THREADS"] = "1" },
        })!;
        _process.ErrorDataReceived += (_, line) => _errors.Writer.TryWrite(line.Data ?? "");
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public static TrainerProcess Serve(TrainingOrder order, params string[] variables) =>
        new TrainerProcess(variables, ["dotnet", Executable(), "serve"]).Order(order);

    /// <summary>A shell in the place of the silo, with a trainer that reads and writes what the shell was given.</summary>
    public static TrainerProcess ServeUnderAShell(TrainingOrder order) =>
        new TrainerProcess(
            [], ["bash", "-c", $"export {TrainerParent.Variable}=$$; dotnet \"$0\" serve <&0 & wait", Executable()]).Order(order);

    public void Write(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // A trainer that is gone hears nothing: what it said, and how it ended, tells the rest.
        }
    }

    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Its messages up to and with the first that <paramref name="isLast"/> accepts, or to the end of its output.</summary>
    public async Task<List<TrainerMessage>> Hear(Func<TrainerMessage, bool> isLast)
    {
        using var patience = new CancellationTokenSource(Eventually.Limit);
        var messages = new List<TrainerMessage>();
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            messages.Add(ProtocolJson.Read<TrainerMessage>(line));
            if (isLast(messages[^1])) break;
        }

        return messages;
    }

    public Task<List<TrainerMessage>> HearAll() => Hear(_ => false);

    /// <summary>Reads its output up to the line that contains <paramref name="text"/>.</summary>
    public async Task ReadUntil(string text)
    {
        using var patience = new CancellationTokenSource(Eventually.Limit);
        string? line;
        do line = await _process.StandardOutput.ReadLineAsync(patience.Token);
        while (line?.Contains(text, StringComparison.Ordinal) == false);
        Assert.True(line is not null, $"the output ended without '{text}'");
    }

    /// <summary>Waits for the end of the process; gives its exit code and what it printed.</summary>
    public async Task<(int Code, string Output, string Errors)> End()
    {
        using var patience = new CancellationTokenSource(Eventually.Limit);
        var output = await _process.StandardOutput.ReadToEndAsync(patience.Token);
        await _process.WaitForExitAsync(patience.Token);
        _errors.Writer.TryComplete();
        var errors = new List<string>();
        await foreach (var line in _errors.Reader.ReadAllAsync(patience.Token)) errors.Add(line);
        return (_process.ExitCode, output, string.Join('\n', errors).Trim());
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{Id}"]);
        kill.WaitForExit();
    }

    /// <summary>At once, without the time that another process takes to start.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }

    private TrainerProcess Order(TrainingOrder order)
    {
        Write(ProtocolJson.Write(order));
        return this;
    }

    /// <summary>Built beside these tests, in the same configuration.</summary>
    private static string Executable()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(output.Parent!.Parent!.FullName, "OrleansHybrid.Trainer", output.Name, "OrleansHybrid.Trainer.dll");
    }
}
