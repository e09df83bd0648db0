using System.Runtime.InteropServices;

namespace OrleansHybrid.Cli.Running;

/// <summary>Turns the first Ctrl-C, SIGTERM or hang-up into a request to stop; a later one ends the process at once.</summary>
internal sealed class Interrupt : IDisposable
{
    // Tools such as timeout signal the process and its group, which is one wish said twice.
    private static readonly TimeSpan Echo = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly TimeProvider _time;
    private readonly PosixSignalRegistration[] _signals;
    private long _first;

    public Interrupt(TimeProvider time)
    {
        _time = time;
        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
        _signals = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, Handle))];
    }

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var signal in _signals) signal.Dispose();
        _stop.Dispose();
    }

    internal void Handle(PosixSignalContext context)
    {
        if (!_stop.IsCancellationRequested) _first = _time.GetTimestamp();
        context.Cancel = _time.GetElapsedTime(_first) < Echo;
        _stop.Cancel();
    }
}
