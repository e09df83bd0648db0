using System.ComponentModel;
using System.Diagnostics;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Cluster.Trainers;

/// <summary>A trainer in a process of its own, whose free text goes to the log.</summary>
internal sealed class TrainerProcess : ITrainer
{
    private static readonly TimeSpan LastWordsPatience = TimeSpan.FromSeconds(2);

    private readonly Process _process;
    private readonly RunningTrainers _register;
    private readonly TimeProvider _time;
    private readonly Task _errors;

    /// <exception cref="Win32Exception">The trainer cannot be started.</exception>
    /// <exception cref="IOException">It ended before it could be told anything, or the state folder cannot be written.</exception>
    public TrainerProcess(ProcessStartInfo start, TrialLog log, RunningTrainers register, TimeProvider time)
    {
        (_register, _time) = (register, time);
        _process = StartingThread.Start(start);
        _errors = Copy(_process.StandardError, log);
        try
        {
            register.Add(_process.Id);
            // Orleans' own traffic and the person at the keyboard come first.
            if (TrainerEnvironment.GivesWay) _process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
        {
            // It has ended already; its exit code will tell.
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Id => _process.Id;

    public void Tell<T>(T message)
    {
        try
        {
            _process.StandardInput.WriteLine(ProtocolJson.Write(message));
            _process.StandardInput.Flush();
        }
        catch (Exception gone) when (gone is IOException or InvalidOperationException)
        {
            // The trainer has ended; its exit code will tell.
        }
    }

    public bool HasHung { get; private set; }

    public async IAsyncEnumerable<string> Lines(TimeSpan silence)
    {
        while (await NextLine(silence) is { } line) yield return line;
    }

    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
        {
            // It has ended already.
        }
    }

    public async Task<int> End(TimeSpan patience)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(patience, _time);
        }
        catch (TimeoutException)
        {
            Kill();
            await _process.WaitForExitAsync();
        }

        // A process of its own that the trainer started may hold its standard error open.
        await Task.WhenAny(_errors, Task.Delay(LastWordsPatience, _time));
        return _process.ExitCode;
    }

    public void Dispose()
    {
        Kill();
        _register.Remove(_process.Id);
        // The process object leaves pipes that were used to the finalizer.
        foreach (
            var pipe in (Stream[])[
                _process.StandardInput.BaseStream, _process.StandardOutput.BaseStream, _process.StandardError.BaseStream])
            pipe.Dispose();
        _process.Dispose();
    }

    private async Task<string?> NextLine(TimeSpan silence)
    {
        try
        {
            return await _process.StandardOutput.ReadLineAsync().WaitAsync(silence, _time);
        }
        catch (TimeoutException)
        {
            HasHung = true;
            Kill();
            return null;
        }
    }

    private static async Task Copy(StreamReader errors, TrialLog log)
    {
        try
        {
            while (await errors.ReadLineAsync() is { } line) log.Write(line);
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException)
        {
            // The process object went away under the reader.
        }
    }
}
