using System.Globalization;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Terminal;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Watching;

/// <summary>One line for each event of a trial, and a summary every ten seconds: for pipes, logs and CI.</summary>
internal sealed class PlainView(TextWriter output, SweepDefinition definition) : ISweepView
{
    private static readonly TimeSpan SummaryInterval = TimeSpan.FromSeconds(10);

    private readonly Dictionary<int, (TrialState State, int Attempts)> _seen = [];
    private readonly HashSet<(int Index, string Warning)> _warned = [];
    private TimeSpan _lastSummary;
    private string? _lastTrouble;

    public async Task Show(IAsyncEnumerable<Snapshot> snapshots)
    {
        await foreach (var snapshot in snapshots)
        {
            foreach (var row in snapshot.Changed) WriteChange(row, snapshot);
            foreach (var trial in snapshot.Status.Running) WriteWarning(trial, snapshot);
            WriteTrouble(snapshot.Status.Trouble);
            if (snapshot.Elapsed - _lastSummary < SummaryInterval && !snapshot.Status.IsFinished) continue;
            _lastSummary = snapshot.Elapsed;
            Write(snapshot, Wording.Summary(snapshot));
        }
    }

    private void WriteChange(TrialRow row, Snapshot snapshot)
    {
        var now = (row.State, row.Attempts);
        var before = _seen.TryGetValue(row.Index, out var seen) ? seen : (State: TrialState.Pending, Attempts: 0);
        _seen[row.Index] = now;
        // A trial is leased first and begins its attempt a moment later: one start, told once.
        if (now == before || (row.State, before.State, row.Attempts) is (TrialState.Running, TrialState.Running, 1)) return;

        var spec = definition.Trial(row.Index);
        var what = row.State switch
        {
            TrialState.Running => row.Attempts > 1 ? $"resumes, attempt {row.Attempts}" : "starts",
            TrialState.Completed when row is { ReusedFrom: { } source, Result: { } result } =>
                $"reuses the result of {source}: {Wording.Outcome(definition, result)}",
            TrialState.Completed when row.Result is { } result => "completed: " + Wording.Outcome(definition, result),
            TrialState.Failed => $"failed: {row.Failure?.Message}",
            _ => row.State.ToString().ToLowerInvariant() + (row.PendingReason is { } reason ? $": {reason.Message}" : ""),
        };
        Write(snapshot, $"trial {spec.Id.Number} ({Wording.Parameters(spec)}) {what}");
    }

    private void WriteWarning(RunningTrial trial, Snapshot snapshot)
    {
        if (trial.Warning is { } warning && _warned.Add((trial.Index, warning)))
            Write(snapshot, $"trial {definition.Trial(trial.Index).Id.Number} warns: {warning}");
    }

    private void WriteTrouble(SweepTrouble? trouble)
    {
        if (trouble is not null && trouble.Message != _lastTrouble) output.WriteLine($"trouble: {PrintableText.OneLine(trouble.Message)}");
        _lastTrouble = trouble?.Message;
    }

    private void Write(Snapshot snapshot, string line) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{snapshot.Elapsed:hh\\:mm\\:ss}] {PrintableText.OneLine(line)}"));
}
