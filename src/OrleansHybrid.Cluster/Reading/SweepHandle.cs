using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Reading;

/// <summary>One sweep, as the console and the page read it. Not safe for concurrent use.</summary>
public sealed class SweepHandle(string id, ISweepGrain sweep, IGrainFactory grains, PatientCalls calls)
{
    private const int RowsPerCall = 1_000, HistoriesAtOnce = 64;

    private SweepDefinition? _definition;

    public string Id => id;

    /// <exception cref="UnknownSweepException">The sweep was deleted; every question to it may say so.</exception>
    public async Task<SweepTexts> Texts() => await calls.Repeat(sweep.Texts) ?? throw new UnknownSweepException(id);

    /// <summary>Its definition; what a search has chosen becomes known in it with the rows that are read.</summary>
    public async Task<SweepDefinition> Definition() => _definition ??= (await Texts()).Parse(id);

    public Task<SweepStatus> Status() => calls.Repeat(sweep.Status);

    /// <inheritdoc cref="ListedSweeps.FindStatus"/>
    public Task<SweepStatus?> FindStatus() => calls.FindStatus(sweep);

    public async Task<RowChanges> Changes(long since)
    {
        var changes = await calls.Repeat(() => sweep.Changes(since));
        foreach (var row in changes.Rows ?? []) Keep(row);
        return changes;
    }

    /// <summary>Every trial's row, in index order.</summary>
    public async Task<IReadOnlyList<TrialRow>> Rows()
    {
        var rows = new List<TrialRow>();
        while (await calls.Repeat(() => sweep.Rows(rows.Count, RowsPerCall)) is { Count: > 0 } page)
        {
            foreach (var row in page) rows.Add(Keep(row));
            if (page.Count < RowsPerCall) break;
        }

        return rows;
    }

    /// <returns>Null if the sweep has no such trial.</returns>
    public async Task<TrialRow?> FindRow(int index) =>
        index >= 0 && await calls.Repeat(() => sweep.Rows(index, 1)) is [var row] ? Keep(row) : null;

    public Task<T> Ask<T>(int trial, Func<ITrialGrain, Task<T>> question)
    {
        var grain = grains.GetTrial(new(id, trial));
        return calls.Repeat(() => question(grain));
    }

    /// <summary>The committed checkpoints of a trial of this sweep or another one, newest first.</summary>
    public Task<CheckpointRef[]> Checkpoints(TrialId trial) => calls.Repeat(grains.GetTrial(trial).Checkpoints);

    /// <summary>Every trial with its epochs; a reused result has the epochs of the trial that was trained.</summary>
    public async Task<IReadOnlyList<TrialOutcome>> Outcomes(SweepDefinition definition, IReadOnlyList<TrialRow> rows)
    {
        var outcomes = new List<TrialOutcome>(rows.Count);
        await foreach (var outcome in OutcomesInTurn(definition, rows)) outcomes.Add(outcome);
        return outcomes;
    }

    /// <summary>The same in the order of the rows, with the epochs of a few trials at once in memory.</summary>
    public async IAsyncEnumerable<TrialOutcome> OutcomesInTurn(SweepDefinition definition, IReadOnlyList<TrialRow> rows)
    {
        foreach (var chunk in rows.Chunk(HistoriesAtOnce))
            foreach (var outcome in await Task.WhenAll(chunk.Select(row => Outcome(definition, row))))
                yield return outcome;
    }

    private TrialRow Keep(TrialRow row)
    {
        _definition?.Chosen?.Keep(row.Index, row.Draw);
        return row;
    }

    private async Task<TrialOutcome> Outcome(SweepDefinition definition, TrialRow row)
    {
        var spec = definition.Trial(row.Index);
        var trained = row.ReusedFrom ?? (row.Attempts == 0 ? null : spec.Id);
        var history = trained is { } trial ? await calls.Repeat(grains.GetTrial(trial).History) : [];
        return new(spec, row, history, trained == spec.Id ? await Ask(row.Index, own => own.Attempts()) : []);
    }
}
