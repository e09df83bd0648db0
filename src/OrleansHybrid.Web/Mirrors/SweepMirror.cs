using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Reading;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Web.Mirrors;

/// <summary>
/// One sweep as all pages and callers of this silo see it: its rows, kept up to date by what has changed, and what follows from them. Used
/// by one caller at a time.
/// </summary>
internal sealed class SweepMirror(string id, IGrainFactory grains, PatientCalls calls, TimeProvider time) : IDisposable
{
    /// <summary>More changes than this are not told one by one.</summary>
    public const int MostChanges = 1_000;

    private const int HistoriesAtOnce = 64, MostParts = 32;

    private static readonly TimeSpan SharedAge = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan StatusAge = TimeSpan.FromMilliseconds(400), TextsAge = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly List<TrialRow> _rows = [];
    private readonly List<long> _versions = [];
    private readonly Dictionary<int, IReadOnlyList<AttemptRecord>> _attempts = [];
    private readonly Dictionary<int, IReadOnlyList<EpochMetrics>> _histories = [];
    private readonly Dictionary<string, byte[]> _parts = [];
    private SweepHandle _handle = new(id, grains.GetGrain<ISweepGrain>(id), grains, calls);
    private SweepDefinition? _definition;
    private SweepTexts? _texts;
    private SweepStatus? _status;
    private long? _textsRead, _changesRead, _rowsRead, _statusRead;

    public string Id => id;

    public SweepHandle Handle => _handle;

    public SweepDefinition Definition => _definition!;

    public SweepTexts Texts => _texts!;

    public IReadOnlyList<TrialRow> Rows => _rows;

    /// <summary>The revision of the ledger that the rows show: the id of an event, good at any control silo.</summary>
    public long Revision { get; private set; }

    /// <summary>Rises with every change of a row, also with those that the ledger does not count, such as why a trial waits.</summary>
    public long Version { get; private set; }

    /// <summary>The time of the last use, for whoever forgets idle mirrors.</summary>
    public long LastUse { get; private set; } = time.GetTimestamp();

    /// <summary>Reads from it once its rows are current.</summary>
    /// <exception cref="UnknownSweepException">The sweep does not exist any more.</exception>
    public Task<T> Use<T>(Func<SweepMirror, Task<T>> read, CancellationToken stop) => Use(read, TimeSpan.Zero, stop);

    /// <summary>The same for one of many readers at once, which are content with rows of a moment ago.</summary>
    public Task<T> UseShared<T>(Func<SweepMirror, Task<T>> read, CancellationToken stop) => Use(read, SharedAge, stop);

    public Task<T> Use<T>(Func<SweepMirror, T> read, CancellationToken stop) => Use(mirror => Task.FromResult(read(mirror)), stop);

    private async Task<T> Use<T>(Func<SweepMirror, Task<T>> read, TimeSpan age, CancellationToken stop)
    {
        LastUse = time.GetTimestamp();
        await _turn.WaitAsync(stop);
        try
        {
            await Refresh(age);
            return await read(this);
        }
        finally
        {
            LastUse = time.GetTimestamp();
            _turn.Release();
        }
    }

    /// <summary>Its status, read once for all that ask at the same time.</summary>
    public async Task<SweepStatus> Status()
    {
        if (_status is { } known && !IsOlder(_statusRead, StatusAge)) return known;
        _statusRead = time.GetTimestamp();
        return _status = await _handle.Status();
    }

    /// <summary>The rows that changed after a version.</summary>
    /// <returns>Null if they are too many to tell one by one.</returns>
    public IReadOnlyList<TrialRow>? ChangedSince(long version)
    {
        var changed = new List<TrialRow>();
        for (var index = 0; index < _rows.Count; index++)
        {
            if (_versions[index] <= version) continue;
            changed.Add(_rows[index]);
            if (changed.Count > MostChanges) return null;
        }

        return changed;
    }

    /// <summary>The outcomes of the trials with their attempts; with epochs only where they are asked for.</summary>
    public async Task<IReadOnlyList<TrialOutcome>> Outcomes(bool withAttempts, IReadOnlySet<int>? withHistories = null)
    {
        if (withAttempts)
            await Fetch(
                _attempts,
                row => row.ReusedFrom is null && row.Attempts > 0,
                row => _handle.Ask(row.Index, trial => trial.Attempts()));
        if (withHistories is not null) await Fetch(_histories, row => withHistories.Contains(row.Index), History);
        return
        [
            .. _rows.Select(row => new TrialOutcome(
                Definition.Trial(row.Index),
                row,
                withHistories?.Contains(row.Index) is true ? _histories.GetValueOrDefault(row.Index) ?? [] : [],
                _attempts.GetValueOrDefault(row.Index) ?? [])),
        ];
    }

    /// <summary>A text that follows from the rows, made once for each of their versions.</summary>
    public async Task<byte[]> Part(string name, Func<Task<byte[]>> make)
    {
        if (_parts.TryGetValue(name, out var made)) return made;
        if (_parts.Count >= MostParts) _parts.Clear();
        return _parts[name] = await make();
    }

    public void Dispose() => _turn.Dispose();

    private Task<IReadOnlyList<EpochMetrics>> History(TrialRow row) =>
        row.ReusedFrom is { } source ? calls.Repeat(grains.GetTrial(source).History)
        : row.Attempts == 0 ? Task.FromResult<IReadOnlyList<EpochMetrics>>([])
        : _handle.Ask(row.Index, trial => trial.History());

    private async Task Fetch<T>(Dictionary<int, T> known, Func<TrialRow, bool> isWanted, Func<TrialRow, Task<T>> fetch)
    {
        // What a running trial's record says grows without a change of its row.
        var missing = _rows.Where(row => isWanted(row) && (row.State is TrialState.Running || !known.ContainsKey(row.Index)));
        foreach (var chunk in missing.ToList().Chunk(HistoriesAtOnce))
        {
            var fetched = await Task.WhenAll(chunk.Select(fetch));
            foreach (var (row, value) in chunk.Zip(fetched)) known[row.Index] = value;
        }
    }

    private async Task Refresh(TimeSpan age)
    {
        if (IsOlder(_textsRead, TextsAge)) await ReadTexts();
        if (IsOlder(_rowsRead, RowsAge)) await ReadRows();
        else if (IsOlder(_changesRead, age)) await ReadChanges();
    }

    // Why a trial waits changes without a change of its row, so all of them are read now and then.
    private TimeSpan RowsAge => TimeSpan.FromSeconds(_rows.Count <= 2_000 ? 2 : 10);

    private bool IsOlder(long? read, TimeSpan age) => read is not { } then || time.GetElapsedTime(then) >= age;

    private async Task ReadTexts()
    {
        var texts = await calls.Repeat(grains.GetGrain<ISweepGrain>(id).Texts) ?? throw new UnknownSweepException(id);
        _textsRead = time.GetTimestamp();
        if (_texts == texts) return;
        _texts = texts;
        // What the search has chosen becomes known in a definition with the rows that are read through its handle.
        _handle = new(id, grains.GetGrain<ISweepGrain>(id), grains, calls);
        _definition = await _handle.Definition();
        _rowsRead = null;
        _parts.Clear();
    }

    private async Task ReadRows()
    {
        var begun = time.GetTimestamp();
        // The changes first: what changes while the rows are read comes again with the next question.
        var until = (await _handle.Changes(long.MaxValue)).Until;
        var rows = await _handle.Rows();
        if (rows.Count < _rows.Count) Forget();
        Take(rows, until);
        (_rowsRead, _changesRead) = (begun, begun);
    }

    private async Task ReadChanges()
    {
        var begun = time.GetTimestamp();
        var changes = await _handle.Changes(Revision);
        // Another silo's clock is behind, the sweep has grown, or too much has changed.
        if (changes.Rows is not { } rows || changes.Until < Revision || rows.Any(row => row.Index >= _rows.Count))
        {
            await ReadRows();
            return;
        }

        Take(rows, changes.Until);
        _changesRead = begun;
    }

    private void Take(IReadOnlyList<TrialRow> rows, long until)
    {
        Revision = until;
        var version = Version + 1;
        foreach (var row in rows)
        {
            if (row.Index < _rows.Count && AreEqual(_rows[row.Index], row)) continue;
            while (_rows.Count <= row.Index)
            {
                _rows.Add(row);
                _versions.Add(version);
            }

            (_rows[row.Index], _versions[row.Index]) = (row, version);
            _attempts.Remove(row.Index);
            _histories.Remove(row.Index);
            Version = version;
        }

        if (Version == version) _parts.Clear();
    }

    // A choice never changes once it is made, and its lists are not compared by their content.
    private static bool AreEqual(TrialRow a, TrialRow b) =>
        a.Draw is null == b.Draw is null && a with { Draw = null } == b with { Draw = null };

    private void Forget()
    {
        _rows.Clear();
        _versions.Clear();
        _attempts.Clear();
        _histories.Clear();
        _parts.Clear();
    }
}
