using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Web.Answers;
using OrleansHybrid.Web.Api;
using OrleansHybrid.Web.Mirrors;

namespace OrleansHybrid.Web.Live;

/// <summary>
/// The streams of server-sent events. A stream keeps a version and asks its sweep's mirror for what is newer, so a slow reader costs no
/// memory and misses nothing. The id of an event is the ledger's revision, from which any control silo continues.
/// </summary>
internal sealed class EventStreams(SweepMirrors mirrors, SweepCards cards, IHostApplicationLifetime life, TimeProvider time) : IDisposable
{
    private const int MostStreams = 256;

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500), ListBeat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Ping = TimeSpan.FromSeconds(15);

    // Many tabs show the same list.
    private readonly SharedAnswer<string> _sweeps = new(
        async stop => Answer.Text(new SweepList(await cards.List(withArchived: false, stop))), 0.9 * ListBeat, time);

    private readonly SharedAnswer<string> _silos = new(async _ => Answer.Text(await FleetEndpoints.Silos(mirrors)), 2 * ListBeat, time);
    private int _streams;

    /// <param name="sweep">Null for the list of all sweeps.</param>
    /// <param name="since">The revision that the caller knows; null if it knows none.</param>
    /// <exception cref="ApiException">There are too many streams, or no such sweep.</exception>
    public async Task<IResult> Open(string? sweep, long? since, HttpContext context)
    {
        if (sweep is not null) await mirrors.Find(sweep);
        if (Interlocked.Increment(ref _streams) > MostStreams)
        {
            Interlocked.Decrement(ref _streams);
            throw new ApiException(
                StatusCodes.Status503ServiceUnavailable,
                "too-many-streams",
                $"This silo has {MostStreams} open streams. Close pages that nobody reads, or ask /changes instead.");
        }

        return TypedResults.ServerSentEvents(Counted(
            sweep is null ? OfList(context.RequestAborted) : OfSweep(sweep, since, context.RequestAborted)));
    }

    public void Dispose()
    {
        _sweeps.Dispose();
        _silos.Dispose();
    }

    private async IAsyncEnumerable<SseItem<string>> Counted(IAsyncEnumerable<SseItem<string>> events)
    {
        try
        {
            await foreach (var one in events) yield return one;
        }
        finally
        {
            Interlocked.Decrement(ref _streams);
        }
    }

    private async IAsyncEnumerable<SseItem<string>> OfSweep(
        string sweep, long? since, [EnumeratorCancellation] CancellationToken aborted)
    {
        // An open stream would hold up the end of the silo.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, life.ApplicationStopping);
        var stop = either.Token;
        var (version, isFirst, status, said) = (0L, true, "", time.GetTimestamp());
        while (!stop.IsCancellationRequested)
        {
            var news = await Try(
                async () => await (await mirrors.Find(sweep)).UseShared(
                    mirror => isFirst ? First(mirror, since) : Next(mirror, version), stop),
                stop);
            if (news is { Gone: true })
            {
                yield return new("{}", "gone");
                yield break;
            }

            if (news is not null)
            {
                (version, isFirst) = (news.Version, false);
                if (news.IsReset) yield return With(new($"{{\"until\":\"{news.Until}\"}}", "reset"), news.Until);
                else if (news.Rows.Count > 0)
                    yield return With(new(Answer.Text(new ChangedRows(news.Until, news.Rows)), "rows"), news.Until);
                if (news.Status != status) yield return new(status = news.Status, "status");
                if (news.IsReset || news.Rows.Count > 0 || news.Status != status) said = time.GetTimestamp();
            }

            if (time.GetElapsedTime(said) >= Ping)
            {
                said = time.GetTimestamp();
                yield return new("{}", "ping");
            }

            await Pause(news?.Beat ?? Beat, stop);
        }

        if (!aborted.IsCancellationRequested) yield return new("{}", "leaving");
    }

    private async IAsyncEnumerable<SseItem<string>> OfList([EnumeratorCancellation] CancellationToken aborted)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, life.ApplicationStopping);
        var stop = either.Token;
        var (sweeps, silos, said) = ("", "", time.GetTimestamp());
        while (!stop.IsCancellationRequested)
        {
            var list = await Try(() => _sweeps.Get(stop), stop);
            var fleet = await Try(() => _silos.Get(stop), stop);
            if (list is not null && list != sweeps)
            {
                said = time.GetTimestamp();
                yield return new(sweeps = list, "sweeps");
            }

            if (fleet is not null && fleet != silos)
            {
                said = time.GetTimestamp();
                yield return new(silos = fleet, "silos");
            }

            if (time.GetElapsedTime(said) >= Ping)
            {
                said = time.GetTimestamp();
                yield return new("{}", "ping");
            }

            await Pause(ListBeat, stop);
        }

        if (!aborted.IsCancellationRequested) yield return new("{}", "leaving");
    }

    private static async Task<News> First(SweepMirror mirror, long? since)
    {
        var status = await mirror.Status();
        if (since is not { } revision) return new(mirror, status, null);
        var changes = await TrialEndpoints.Changes(mirror, revision);
        return changes.Reset ? new(mirror, status, null) : new(mirror, status, changes.Rows);
    }

    private static async Task<News> Next(SweepMirror mirror, long version)
    {
        var status = await mirror.Status();
        return new(mirror, status, mirror.ChangedSince(version) is { } rows ? [.. rows.Select(mirror.Definition.View)] : null);
    }

    /// <returns>Null if the cluster did not answer, which the next beat may.</returns>
    private static async Task<T?> Try<T>(Func<Task<T>> read, CancellationToken stop)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (Exception deleted) when (deleted is ApiException or UnknownSweepException && typeof(T) == typeof(News))
        {
            return (T)(object)News.OfDeleted;
        }
        catch (Exception failure) when (
            failure is TimeoutException or OrleansException or GrainStorageException
            || (failure is OperationCanceledException && stop.IsCancellationRequested))
        {
            return null;
        }
    }

    private async Task Pause(TimeSpan beat, CancellationToken stop)
    {
        try
        {
            await Task.Delay(beat, time, stop);
        }
        catch (OperationCanceledException)
        {
            // The loop sees it.
        }
    }

    private static SseItem<string> With(SseItem<string> item, string id) => new(item.Data, item.EventType) { EventId = id };

    /// <param name="mirror">Null if the sweep was deleted.</param>
    /// <param name="rows">Null if all trials should be read again.</param>
    private sealed class News(SweepMirror? mirror, SweepStatus? status, IReadOnlyList<TrialView>? rows)
    {
        public static News OfDeleted { get; } = new(null, null, []);

        public bool Gone => mirror is null;

        public long Version { get; } = mirror?.Version ?? 0;

        public string Until { get; } = Revisions.Text(mirror?.Revision ?? 0);

        public bool IsReset => rows is null;

        public IReadOnlyList<TrialView> Rows => rows ?? [];

        public string Status { get; } = status is null ? "" : Answer.Text(status);

        /// <summary>A status of a thousand running trials is not worth twice a second.</summary>
        public TimeSpan Beat { get; } = status?.Running.Count switch
        {
            > 1_000 => 8 * EventStreams.Beat,
            > 100 => 4 * EventStreams.Beat,
            _ => EventStreams.Beat,
        };
    }
}
