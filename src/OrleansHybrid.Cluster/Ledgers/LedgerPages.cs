using Orleans.Core;
using Orleans.Storage;

namespace OrleansHybrid.Cluster.Ledgers;

/// <summary>
/// A ledger's stored form: pages of <see cref="RowsAPage"/> rows, each a state of its own, so that an event rewrites one
/// page whatever the number of trials. Writing lags behind: one round is under way at a time, and takes along all that
/// changed during the last one.
/// </summary>
internal sealed class LedgerPages(Ledger ledger, IGrainContext grain, IGrainStorage storage)
{
    public const int RowsAPage = 128;

    private readonly List<StateStorageBridge<LedgerPage>> _pages = [];
    private readonly SortedSet<int> _changed = [];

    public bool HasChanges => _changed.Count > 0;

    /// <summary>Takes in the stored pages of all trials, or of those that the ledger has grown by since.</summary>
    public async Task Load()
    {
        var known = _pages.Count;
        for (var page = known; page < (ledger.Trials + RowsAPage - 1) / RowsAPage; page++)
            _pages.Add(new($"ledger-{page:D4}", grain, storage));
        await Task.WhenAll(_pages.Skip(known).Select(page => page.ReadStateAsync()));
        for (var page = known; page < _pages.Count; page++)
        {
            var rows = _pages[page].State.Rows;
            for (var row = 0; row < rows.Length; row++) ledger[page * RowsAPage + row] = rows[row];
        }
    }

    public void Changed(int index) => _changed.Add(index / RowsAPage);

    /// <summary>Writes the pages that have changed. Those that cannot be written stay changed.</summary>
    public async Task WriteChanged()
    {
        int[] round = [.. _changed];
        _changed.Clear();
        try
        {
            await Task.WhenAll(round.Select(Write));
        }
        catch
        {
            _changed.UnionWith(round);
            throw;
        }
    }

    public Task Clear() => Task.WhenAll(_pages.Select(page => page.ClearStateAsync()));

    private Task Write(int page)
    {
        var first = page * RowsAPage;
        var indices = Enumerable.Range(first, Math.Min(RowsAPage, ledger.Trials - first));
        _pages[page].State = new() { Rows = [.. indices.Select(index => ledger[index])] };
        return _pages[page].WriteStateAsync();
    }
}

/// <summary>The stored form of <see cref="LedgerPages.RowsAPage"/> rows.</summary>
[GenerateSerializer, Alias("ledger-page")]
internal sealed class LedgerPage
{
    [Id(0)]
    public LedgerRow[] Rows { get; set; } = [];
}
