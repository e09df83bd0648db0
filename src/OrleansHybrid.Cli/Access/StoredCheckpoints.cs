using System.Globalization;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Reading;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Access;

/// <summary>The checkpoints of a sweep in the store, beside those in its trials' records.</summary>
internal sealed class StoredCheckpoints
{
    private readonly SweepHandle _sweep;
    private readonly OwnedStore _store;
    private readonly SweepDefinition _definition;
    private readonly IReadOnlyList<TrialRow> _rows;
    private readonly IReadOnlyList<Entry> _entries;

    private StoredCheckpoints(
        SweepHandle sweep, OwnedStore store, SweepDefinition definition, IReadOnlyList<TrialRow> rows, IReadOnlyList<Entry> entries) =>
        (_sweep, _store, _definition, _rows, _entries) = (sweep, store, definition, rows, entries);

    /// <param name="owner">The id of the sweep's state.</param>
    /// <exception cref="CheckpointStoreException">The store cannot be read, or belongs to another state.</exception>
    public static async Task<StoredCheckpoints> Of(SweepHandle sweep, string owner, string place, CancellationToken stop)
    {
        var store = new OwnedStore(CheckpointPlace.Parse(place).Open(), Task.FromResult(owner));
        await store.RequireOwn(stop);
        var (definition, rows) = (await sweep.Definition(), await sweep.Rows());
        var entries = new List<Entry>();
        var known = (Trial: -1, Committed: Array.Empty<CheckpointRef>());
        await foreach (var stored in store.List(sweep.Id, null, stop))
        {
            if (known.Trial != stored.Trial.Index)
                known = (stored.Trial.Index, await sweep.Ask(stored.Trial.Index, trial => trial.Checkpoints()));
            entries.Add(new(stored, known.Committed.FirstOrDefault(checkpoint => checkpoint.Name == stored.Name)));
        }

        return new(
            sweep,
            store,
            definition,
            rows,
            [.. entries.OrderBy(entry => entry.Stored.Trial.Index).ThenBy(entry => entry.Stored.Name, StringComparer.Ordinal)]);
    }

    public void WriteList(TextWriter output)
    {
        foreach (var (stored, committed) in _entries)
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{stored.Trial.Number}  {stored.Name,-16}  {ByteSizes.Write(stored.Bytes),8}  "
                        + $"{(committed is null ? "no trial refers to it" : $"epoch {committed.Epoch}")}"));
        output.WriteLine($"{_entries.Count} checkpoints, {ByteSizes.Write(_entries.Sum(entry => entry.Stored.Bytes))}, in {_store}");
    }

    /// <summary>Deletes checkpoints that no trial can continue from; keeps everything of a trial that may still train.</summary>
    public async Task Collect(TextWriter output, bool isDryRun, CancellationToken stop)
    {
        var (count, bytes) = (0, 0L);
        foreach (var (rank, row) in _definition.Metric.BestFirst(_rows).Index())
        {
            if (!row.State.IsFinal()) continue;
            var trial = _definition.Trial(row.Index).Id;
            var kept = await Kept(row, rank, isDryRun);
            foreach (var (stored, _) in _entries.Where(entry => entry.Stored.Trial == trial && !kept.Contains(entry.Stored.Name)))
            {
                output.WriteLine(
                    $"{(isDryRun ? "would delete" : "deleted")} {trial.Number}/{stored.Name}  {ByteSizes.Write(stored.Bytes)}");
                if (!isDryRun) await _store.Delete(trial, stored.Name, stop);
                (count, bytes) = (count + 1, bytes + stored.Bytes);
            }
        }

        output.WriteLine($"{count} checkpoints, {ByteSizes.Write(bytes)}{(isDryRun ? " would be" : "")} deleted in {_store}");
    }

    /// <exception cref="UserException">The trial has none.</exception>
    public async Task Download(int index, bool best, string folder, TextWriter output, CancellationToken stop)
    {
        var trial = new TrialId(_definition.Id, index);
        var committed = await _sweep.Ask(index, grain => grain.Checkpoints());
        if (committed.Length == 0)
            throw new UserException($"{trial} has no checkpoint. See which trials have one with: hybrid checkpoint ls {_definition.Id}");
        var history = await _sweep.Ask(index, grain => grain.History());
        var chosen = best
            ? new CheckpointRetention(0, 0, Best: 1, _definition.Metric).Choose(committed, history, isRunning: false)
            : committed[..1];
        if (chosen.Length == 0)
            throw new UserException(
                $"None of the {committed.Length} checkpoints of {trial} was evaluated at the end of its epoch. "
                    + "For the latest one, leave out --best.");
        if (Directory.Exists(folder)) throw new UserException($"{folder} already exists. Name a new folder with -o.");
        try
        {
            await _store.Fetch(trial, chosen[0], Path.GetFullPath(folder), stop);
        }
        catch (InvalidDataException damage)
        {
            throw new UserException($"Checkpoint {chosen[0].Name} of {trial} in {_store} is damaged: {damage.Message}.", damage);
        }

        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{trial}/{chosen[0].Name}: epoch {chosen[0].Epoch}, {ByteSizes.Write(chosen[0].Bytes)}, in {folder}"));
    }

    private async Task<HashSet<string>> Kept(TrialRow row, int rank, bool isDryRun)
    {
        // Which trials are the best is known when all are done.
        var keep = _rows.All(other => other.State.IsFinal())
            ? _definition.Checkpoint.Retention(_definition.Metric, rank)
            : _definition.Checkpoint.Retention(_definition.Metric);
        var committed = isDryRun
            ? keep.Choose(
                await _sweep.Ask(row.Index, grain => grain.Checkpoints()),
                await _sweep.Ask(row.Index, grain => grain.History()),
                isRunning: false)
            : (await _sweep.Ask(row.Index, grain => grain.Retain(keep))).Checkpoints;
        return [.. committed.Select(checkpoint => checkpoint.Name)];
    }

    /// <param name="Committed">The checkpoint in the record; null if no record refers to it.</param>
    private sealed record Entry(StoredCheckpoint Stored, CheckpointRef? Committed);
}
