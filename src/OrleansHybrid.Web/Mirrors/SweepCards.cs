using System.Collections.Concurrent;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;
using OrleansHybrid.Web.Answers;

namespace OrleansHybrid.Web.Mirrors;

/// <summary>The list of all sweeps. It reads no trials, except of small sweeps for their leading configuration.</summary>
internal sealed class SweepCards(SweepMirrors mirrors, TimeProvider time)
{
    private const int MostTrialsToRank = 2_000;

    private static readonly TimeSpan TextsAge = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Card> _cards = [];

    public async Task<IReadOnlyList<SweepSummary>> List(bool withArchived, CancellationToken stop)
    {
        var known = await mirrors.Calls.Repeat(mirrors.Grains.GetScheduler().List);
        var queue = await mirrors.Calls.Repeat(mirrors.Grains.GetScheduler().Queue);
        var places = queue.Index().ToDictionary(entry => entry.Item.Sweep, entry => entry.Index + 1);
        foreach (var gone in _cards.Keys.Except(known.Ids)) _cards.TryRemove(gone, out _);
        var summaries = await Task.WhenAll((withArchived ? known.Ids : known.Shown).Select(async id =>
        {
            try
            {
                return (await Read(id, stop)).Summary with { Archived = known.Archived.Contains(id), Place = Place(id) };
            }
            catch (Exception deleted) when (deleted is UnknownSweepException or ApiException)
            {
                return null;
            }
        }));
        return [.. summaries.OfType<SweepSummary>()];

        int? Place(string id) => places.TryGetValue(id, out var place) ? place : null;
    }

    private async Task<Card> Read(string id, CancellationToken stop)
    {
        var grain = mirrors.Grains.GetGrain<ISweepGrain>(id);
        var card = _cards.GetValueOrDefault(id);
        if (card is null || time.GetElapsedTime(card.TextsRead) > TextsAge)
        {
            var texts = await mirrors.Calls.Repeat(grain.Texts) ?? throw new UnknownSweepException(id);
            card = card?.Texts == texts
                ? card with { TextsRead = time.GetTimestamp() }
                : new(texts, texts.Parse(id), time.GetTimestamp());
        }

        var status = await mirrors.Calls.Repeat(grain.Status);
        var completed = status.Count(TrialState.Completed);
        if (completed != card.Completed && status.Trials <= MostTrialsToRank)
            card = card with { Best = await Best(id, stop), Completed = completed };
        var definition = card.Definition;
        return _cards[id] = card with
        {
            Summary = new()
            {
                Id = id,
                Name = definition.Name,
                Description = definition.Description,
                State = status.State,
                Status = status,
                Metric = definition.Metric,
                IsAccuracy = FinalMetrics.ByName[definition.Metric.Name].IsAccuracy,
                Best = card.Best,
                Priority = definition.Share.Priority,
            },
        };
    }

    private async Task<Estimate?> Best(string id, CancellationToken stop) =>
        await (await mirrors.Find(id)).Use(
            mirror => Leaderboard.Of(mirror.Definition, mirror.Rows).Standings is [var first, ..] ? first.Objective : null, stop);

    private sealed record Card(SweepTexts Texts, SweepDefinition Definition, long TextsRead)
    {
        public int Completed { get; init; }

        public Estimate? Best { get; init; }

        public SweepSummary Summary { get; init; } = null!;
    }
}
