using Orleans.Core;
using Orleans.Storage;
using OrleansHybrid.Sweeps.Search;

namespace OrleansHybrid.Cluster.Ledgers;

/// <summary>
/// The stored choices of a search, in pages of <see cref="DrawsAPage"/> trials. Unlike the ledger it is never behind: a choice is
/// saved before anything follows from it.
/// </summary>
/// <param name="chosen">Null for a sweep whose trials are all known from its file: then nothing is stored.</param>
internal sealed class DrawPages(ChosenTrials? chosen, IGrainContext grain, IGrainStorage storage)
{
    public const int DrawsAPage = 64;

    private readonly StateStorageBridge<DrawPage>[] _pages =
    [
        .. Enumerable.Range(0, ((chosen?.Count ?? 0) + DrawsAPage - 1) / DrawsAPage)
            .Select(page => new StateStorageBridge<DrawPage>($"draws-{page:D4}", grain, storage)),
    ];

    /// <summary>Takes in the stored choices.</summary>
    public async Task Load()
    {
        await Task.WhenAll(_pages.Select(page => page.ReadStateAsync()));
        foreach (var (number, page) in _pages.Index())
            foreach (var (place, draw) in page.State.Draws.Index())
                chosen!.Keep(number * DrawsAPage + place, draw);
    }

    /// <summary>Saves new choices; only then are they kept.</summary>
    /// <remarks>
    /// Page after page: of choices that belong together the first are never missing, and the search finds the rest from them.
    /// </remarks>
    /// <param name="fresh">In the order of the trials.</param>
    public async Task Save(IReadOnlyList<(int Trial, TrialDraw Draw)> fresh)
    {
        foreach (var page in fresh.GroupBy(one => one.Trial / DrawsAPage)) await Write(page.Key, page);
        foreach (var (trial, draw) in fresh) chosen!.Keep(trial, draw);
    }

    public Task Clear() => Task.WhenAll(_pages.Select(page => page.ClearStateAsync()));

    private Task Write(int page, IEnumerable<(int Trial, TrialDraw Draw)> fresh)
    {
        var first = page * DrawsAPage;
        TrialDraw?[] draws = [.. Enumerable.Range(first, Math.Min(DrawsAPage, chosen!.Count - first)).Select(chosen.DrawOf)];
        foreach (var (trial, draw) in fresh) draws[trial - first] ??= draw;
        _pages[page].State = new() { Draws = draws };
        return _pages[page].WriteStateAsync();
    }
}

/// <summary>The stored form of <see cref="DrawPages.DrawsAPage"/> choices; null for a trial that is not chosen yet.</summary>
[GenerateSerializer, Alias("draw-page")]
internal sealed class DrawPage
{
    [Id(0)]
    public TrialDraw?[] Draws { get; set; } = [];
}
