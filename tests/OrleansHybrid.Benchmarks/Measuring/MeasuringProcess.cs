using System.Diagnostics;
using System.Text;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Benchmarks.Measuring;

/// <summary>
/// A process that measures, in any language: it reads questions on its standard input, a JSON object a line, and answers
/// each with one on its standard output. What it writes to standard error is shown; it ends when its input does.
/// </summary>
internal sealed class MeasuringProcess : IAsyncDisposable
{
    private readonly Process _process;

    private MeasuringProcess(Process process) => _process = process;

    public static MeasuringProcess Start(ProcessStartInfo start)
    {
        var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        (start.StandardInputEncoding, start.StandardOutputEncoding) = (text, text);
        return new(Process.Start(start)!);
    }

    /// <exception cref="BenchmarkException">The process ended without an answer; what it said is on standard error.</exception>
    public async Task<TAnswer> Ask<TQuestion, TAnswer>(TQuestion question, CancellationToken stop)
    {
        await _process.StandardInput.WriteLineAsync(ProtocolJson.Write(question).AsMemory(), stop);
        await _process.StandardInput.FlushAsync(stop);
        if (await _process.StandardOutput.ReadLineAsync(stop) is { } answer) return ProtocolJson.Read<TAnswer>(answer);

        await _process.WaitForExitAsync(stop);
        throw new BenchmarkException(
            $"The measuring process '{_process.StartInfo.FileName}' ended with code {_process.ExitCode} and gave no answer.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        // Whatever it is still at, nobody waits for the answer.
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
