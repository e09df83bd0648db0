using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Sweeps.Terminal;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Access;

/// <summary>The output of a trial's trainers, read from all silos that trained it.</summary>
/// <param name="read">Reads from the silos.</param>
internal sealed class TrialLog(TrialId trial, Func<LogQuestion, Task<IReadOnlyList<LogPart>>> read, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, long> _read = [];
    private string? _lastSilo;

    /// <summary>Writes the last lines.</summary>
    /// <returns>True if there is a log.</returns>
    public async Task<bool> WriteEnd(TextWriter output, int lines)
    {
        var parts = await Next();
        var all = parts.SelectMany(part => Lines(part).Select(line => (Part: part, Line: line))).TakeLast(lines);
        foreach (var (part, line) in all) Write(output, part, line, parts.Count > 1);
        return parts.Count > 0;
    }

    /// <summary>Writes new lines until <paramref name="isOver"/>.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> was signalled.</exception>
    public async Task Follow(TextWriter output, Func<Task<bool>> isOver, CancellationToken stop)
    {
        while (true)
        {
            // Asked before the lines are read: what was written until the end is read as well.
            var over = await isOver();
            foreach (var part in await Next())
                foreach (var line in Lines(part)) Write(output, part, line, _read.Count > 1);
            if (over) return;
            await Task.Delay(Interval, time, stop);
        }
    }

    private static string[] Lines(LogPart part) => part.Text.Split(["\r\n", "\n"], StringSplitOptions.RemoveEmptyEntries);

    private async Task<IReadOnlyList<LogPart>> Next()
    {
        var parts = await read(new(trial, new(_read)));
        foreach (var part in parts) _read[part.Silo] = part.Until;
        return parts;
    }

    private void Write(TextWriter output, LogPart part, string line, bool areSeveral)
    {
        if ((areSeveral || part.Note is not null) && part.Silo != _lastSilo)
            output.WriteLine($"--- {part.Note ?? SiloPlace.Of(part.Silo)}");
        _lastSilo = part.Silo;
        output.WriteLine(PrintableText.Of(line));
    }
}
