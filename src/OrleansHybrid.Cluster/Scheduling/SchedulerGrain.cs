using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Scheduling;

/// <remarks>
/// What it knows of slots it learns from the agents' offers, a silo's word that all of its are busy, and its own grants; after a
/// restart it asks the active sweeps once which slots they occupy.
/// </remarks>
internal sealed partial class SchedulerGrain(
    [PersistentState("scheduler", StorageNames.Sweeps)] IPersistentState<SchedulerRecord> record,
    IClusterMembershipService membership,
    StateId state,
    ReadTexts texts,
    TimeProvider time,
    ILogger<SchedulerGrain> logger) : Grain, ISchedulerGrain
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1), QuietTime = TimeSpan.FromMilliseconds(250);

    private readonly FairShare _shares = new();
    private readonly QuietSweeps _quiet = new(QuietTime);
    private readonly Dictionary<string, SiloSlots> _silos = [];
    private Task? _restored;
    private TimeSpan _lastLook;

    private string[] Active => record.State.Active;

    public async Task<Submission> Submit(string yaml, string file, bool alone, bool paused, Guid? request)
    {
        var definition = texts.Read(new(yaml, file));
        var started = await Sweep(definition.Id).Start(yaml, file, paused, request);
        if (!started.IsDone) return new(definition.Id, started.Message);
        if (alone)
        {
            foreach (var other in Active.Except([definition.Id])) _shares.Leave(other);
            await Keep([definition.Id]);
        }

        await Activate(definition.Id, definition.Share);
        LogSubmitted(definition.Id, Active.Length);
        return new(definition.Id);
    }

    public async Task<VerbAnswer> Extend(string sweep, SweepText text, Guid? request)
    {
        var answer = await Sweep(sweep).Extend(text, request);
        if (answer.IsDone) await Activate(sweep, texts.Read(text).Share);
        return answer;
    }

    public async Task<VerbAnswer> Tell(string sweep, Verb verb, int? trial, Guid? request)
    {
        var answer = await Sweep(sweep).Tell(verb, trial, request);
        LogTold(sweep, trial, verb.Spelled(), answer.Message);
        if (answer.IsDone && verb is Verb.Resume or Verb.Retry) await Activate(sweep, (await Sweep(sweep).Claim()).Share);
        return answer;
    }

    public async Task<SlotAnswer> Lease(SlotOffer offer)
    {
        await Restored();
        var now = time.Moment();
        _silos[offer.Agent] = new(offer.Kind, offer.Total, offer.Aside);
        _shares.Freed(offer.Agent, offer.Idle, now);
        ForgetGone(now);

        var isNews = _quiet.IsNews(offer);
        var waiting = _shares.Order(now).Where(sweep => isNews || !_quiet.IsQuiet(sweep, now)).ToHashSet();
        var (leases, lookAt) = (new List<TrialLease>(), (DatasetName?)null);
        for (var left = offer; waiting.Count > 0 && left.Free.Length > 0 && leases.Count < offer.MostTrials;)
        {
            var shared = _shares.Turns(left.Free.Length, offer.MostTrials - leases.Count, waiting, now);
            if (shared.Count == 0) break;
            foreach (var (sweep, turns) in shared)
            {
                if (await Ask(sweep, left with { Trials = turns }) is not { } answer)
                {
                    waiting.Remove(sweep);
                    continue;
                }

                lookAt ??= answer.LookAt;
                foreach (var lease in answer.Leases) _shares.Granted(sweep, offer.Agent, lease.Slots, now, now);
                leases.AddRange(answer.Leases);
                left = left.Without(answer.Leases);
                if (answer.Leases.Count == turns) continue;
                if (answer.Wish is SlotWish.MoreFreeSlots)
                {
                    if (answer.Lease is not null) continue;
                    // It is this sweep's turn: its slots on that silo gather until they are enough, or it would never get them.
                    return SlotAnswer.Of(leases, lookAt);
                }

                waiting.Remove(sweep);
                if (answer.Wish is SlotWish.None)
                {
                    _shares.Passed(sweep);
                    _quiet.HadNothing(sweep, now);
                }

                if (!answer.IsFinished) continue;
                _shares.Leave(sweep);
                await Keep([.. Active.Except([sweep])]);
            }
        }

        return SlotAnswer.Of(leases, lookAt);
    }

    public async Task<VerbAnswer> Archive(string sweep, bool isArchived)
    {
        var hidden = record.State.Archived ?? [];
        if (isArchived != hidden.Contains(sweep))
            await record.Save(record.State with { Archived = isArchived ? [.. hidden, sweep] : [.. hidden.Except([sweep])] });
        return VerbAnswer.Done(isArchived ? $"{sweep} is archived." : $"{sweep} is listed again.");
    }

    public async Task<VerbAnswer> Delete(string sweep)
    {
        var answer = await Sweep(sweep).BeginDeletion();
        LogTold(sweep, null, "delete", answer.Message);
        if (!answer.IsDone) return answer;
        _shares.Leave(sweep);
        string[] Without(string[]? sweeps) => [.. (sweeps ?? []).Except([sweep])];
        if (answer.Left > 0) await Keep(Without(Active));
        else await record.Save(new(Without(Active), Without(record.State.Known), Without(record.State.Archived)));
        return answer;
    }

    public Task<KnownSweeps> List() => Task.FromResult(new KnownSweeps(record.State.Known, record.State.Archived ?? []));

    public Task<QueueEntry[]> Queue()
    {
        var order = _shares.Order(time.Moment());
        return Task.FromResult(order
            .Select(sweep => new QueueEntry(sweep, _shares.Claim(sweep)!, _shares.Held(sweep), _shares.IsEager(sweep)))
            .ToArray());
    }

    public Task Present(SlotOffer silo)
    {
        _silos[silo.Agent] = new(silo.Kind, silo.Total, silo.Aside);
        _shares.Freed(silo.Agent, silo.Idle, time.Moment());
        return Task.CompletedTask;
    }

    public async Task<TrainingSilo[]> Silos()
    {
        await Restored();
        ForgetGone(time.Moment());
        return
        [
            .. from silo in _silos
               let slots = silo.Value
               select new TrainingSilo(silo.Key, slots.Kind, slots.Slots, _shares.BusySlots(silo.Key), slots.Aside),
        ];
    }

    public Task<string> Owner() => state.Value;

    public Task<string> Version() => Task.FromResult(ProgramVersion.Own);

    public Task<QueuePlace> PlaceOf(string sweep)
    {
        var ahead = _shares.Order(time.Moment()).FirstOrDefault(other => other == sweep || _shares.IsEager(other));
        if (ahead == sweep) ahead = null;
        var byPriority = ahead is not null && _shares.Claim(ahead)!.Priority > (_shares.Claim(sweep)?.Priority ?? 0);
        return Task.FromResult(new QueuePlace(Active.Contains(sweep), ahead, byPriority, [.. _silos.Values]));
    }

    private ISweepGrain Sweep(string id) => GrainFactory.GetGrain<ISweepGrain>(id);

    private async Task Activate(string sweep, SweepShare share)
    {
        _shares.Join(sweep, share);
        _quiet.Wake(sweep);
        await Keep([.. Active.Union([sweep])]);
    }

    private async Task Keep(string[] active)
    {
        var next = record.State with { Active = active, All = [.. record.State.Known.Union(active)] };
        if (!active.SequenceEqual(Active) || next.Known.Length != record.State.Known.Length) await record.Save(next);
    }

    /// <returns>Null where the sweep does not answer: the others must not wait for it.</returns>
    private async Task<LeaseAnswer?> Ask(string sweep, SlotOffer offer)
    {
        try
        {
            return await Sweep(sweep).Lease(offer);
        }
        catch (Exception failure)
        {
            LogNoAnswer(sweep, failure.Message);
            return null;
        }
    }

    private Task Restored() => _restored ??= Restore();

    private async Task Restore()
    {
        var now = time.Moment();
        foreach (var sweep in Active)
        {
            try
            {
                var claim = await Sweep(sweep).Claim();
                _shares.Join(sweep, claim.Share);
                foreach (var (place, lease) in claim.Leases.Index())
                {
                    _shares.Granted(sweep, lease.Agent, lease.Slots, now - TimeSpan.FromSeconds(claim.Seconds?[place] ?? 0), now);
                    // The silo may offer nothing for a long time, and will say soon how many slots it has.
                    var seen = SiloSlots.Of(lease, _shares.BusySlots(lease.Agent));
                    if (!_silos.TryGetValue(lease.Agent, out var known) || known.Slots < seen.Slots) _silos[lease.Agent] = seen;
                }
            }
            catch (Exception failure)
            {
                // It takes part all the same; its share is known when it is submitted again.
                _shares.Join(sweep, new());
                LogNoAnswer(sweep, failure.Message);
            }
        }
    }

    private void ForgetGone(TimeSpan now)
    {
        if (now - _lastLook < LookInterval) return;
        _lastLook = now;
        foreach (var agent in _shares.Agents.Union(_silos.Keys).Where(IsGone).ToList())
        {
            _silos.Remove(agent);
            _quiet.ForgetAgent(agent);
            _shares.Gone(agent, now);
        }
    }

    private bool IsGone(string agent) =>
        !membership.CurrentSnapshot.Members.TryGetValue(SiloAddress.FromParsableString(agent), out var member)
            || member.Status is SiloStatus.Dead;

    [LoggerMessage(LogLevel.Information, "Sweep {Sweep} submitted; {Active} are active")]
    private partial void LogSubmitted(string sweep, int active);

    [LoggerMessage(LogLevel.Information, "Sweep {Sweep}, trial {Trial}: {Verb}: {Answer}")]
    private partial void LogTold(string sweep, int? trial, string verb, string answer);

    [LoggerMessage(LogLevel.Warning, "Sweep {Sweep} does not answer, the others go first: {Message}")]
    private partial void LogNoAnswer(string sweep, string message);
}

/// <param name="Active">Ids of the sweeps that may still have work, in the order of their submission.</param>
/// <param name="All">Ids of all sweeps, in the order of their submission; null in a record from before they were kept.</param>
/// <param name="Archived">Ids of those that lists leave out; null for none.</param>
[GenerateSerializer, Immutable, Alias("scheduler-record")]
internal sealed record SchedulerRecord(
    [property: Id(0)] string[] Active, [property: Id(1)] string[]? All, [property: Id(2)] string[]? Archived = null)
{
    public SchedulerRecord()
        : this([], [])
    {
    }

    [JsonIgnore]
    public string[] Known => All ?? Active;
}
