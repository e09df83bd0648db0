using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Ledgers;
using OrleansHybrid.Cluster.Metrics;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

/// <remarks>
/// Loads and saves an <see cref="ActiveSweep"/>. Its ledger is saved behind the calls: what they acknowledge is in the
/// trials' records already, from which a ledger that lags or is lost heals, one lease after the other.
/// </remarks>
[GrainType(SweepGrain.TypeName)]
internal sealed partial class SweepGrain(
    [PersistentState(SweepGrain.StateName, StorageNames.Sweeps)] IPersistentState<SweepRecord> record,
    [FromKeyedServices(StorageNames.Sweeps)] IGrainStorage storage,
    ClusterTimings timings,
    ClusterInstruments instruments,
    ActiveSweeps activeSweeps,
    IClusterMembershipService membership,
    ICheckpointStore checkpoints,
    AwakeTime time,
    ILogger<SweepGrain> logger) : Grain, ISweepGrain
{
    /// <summary>Under these its record is stored.</summary>
    internal const string StateName = "sweep", TypeName = "sweep";

    private static readonly TimeSpan RetryAfterFailedWrite = TimeSpan.FromSeconds(1);

    private const int MostPublishedAtOnce = 256;

    // Agents and heartbeats wait meanwhile.
    private static readonly TimeSpan MostReuseAtOnce = TimeSpan.FromMilliseconds(250);

    // Results that other sweeps do not know of yet.
    private readonly HashSet<int> _unpublished = [];
    private readonly TaskCompletionSource _closing = new();
    private ActiveSweep? _sweep;
    private LedgerPages? _pages;
    private Task _writing = Task.CompletedTask;
    // Whether the sweep is finished and its trace has that.
    private bool _isTraced;
    private DataStranger[] _told = [];

    private ActiveSweep Sweep =>
        _sweep ?? throw new InvalidOperationException($"No sweep {this.GetPrimaryKeyString()} was ever submitted here.");

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (record.State.Texts is { } texts) await Open(texts.Parse(this.GetPrimaryKeyString()));
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        activeSweeps.Remove(this.GetPrimaryKeyString());
        _closing.SetResult();
        Save();
        await _writing.WaitAsync(cancellationToken);
    }

    public async Task<VerbAnswer> Start(string yaml, string file, bool paused)
    {
        if (IsBeingDeleted) return RefusedForDeletion;
        var definition = new SweepText(yaml, file).Parse();
        var next = record.State.Yaml is null ? new(yaml, file, time.GetUtcNow()) : record.State with { Yaml = yaml, File = file };
        next = next with { Phase = paused ? SweepPhase.Paused : SweepPhase.Active };
        if (next.Extensions is not null) next = next with { Options = new(yaml, file) };
        if (next != record.State) await record.Save(next);

        if (_sweep is null) await Open(definition);
        else (_sweep.Definition, _sweep.Phase) = (_sweep.Definition.WithOptionsOf(definition), next.Phase);
        return VerbAnswer.Done($"{definition.Id} is submitted.");
    }

    public async Task<LeaseAnswer> Lease(SlotOffer offer)
    {
        if (_sweep is null) return new(null, IsFinished: true);
        var (lease, wish, lookAt) = await FindLease(_sweep, offer);
        TellStrangers(_sweep.Data.Strangers(IsMember));
        await SaveWhatIsNew(_sweep, lease);
        if (lease is not null) LogLeased(lease.Trial.ToString(), lease.Key.Slot);
        Save();
        return new(lease, _sweep.Ledger.IsFinished, wish, lookAt);
    }

    public Task<LeaseCommand[]> Heartbeat(string agent, LiveTrial[] trials)
    {
        var commands = Sweep.Heartbeat(trials);
        Save();
        return Task.FromResult(commands);
    }

    public Task Done(int index, TrialDigest trial, LeaseKey? lease)
    {
        Sweep.Done(index, trial, lease);
        if (Sweep.Ledger[index].MustBePublished) _unpublished.Add(index);
        Save();
        if (Sweep.Ledger.IsFinished) _ = Retain();
        return Task.CompletedTask;
    }

    public async Task Release(int index, LeaseKey lease, TrialDigest? trial, ReleaseReason reason, string? trouble)
    {
        if (trial is { State: TrialState.Preempted } && Sweep.IsTimeOver(index))
            trial = (await Trial(index).Follow(Verb.Stop, Sweep.HeldTime(index))).Trial;
        Sweep.Release(index, lease, trial, reason, trouble);
        LogReleased(this.GetPrimaryKeyString(), index, reason, trouble);
        Save();
    }

    public Task<SweepClaim> Claim() => Task.FromResult(_sweep?.Claim() ?? new(new(), []));

    public Task<SweepTexts?> Texts() => Task.FromResult(record.State.Texts);

    public async Task<SweepStatus> Status() => Sweep.Status(await FindPlace());

    public async Task<IReadOnlyList<TrialRow>> Rows(int first, int count) => Sweep.Rows(first, count, await FindPlace());

    public async Task<RowChanges> Changes(long since) => Sweep.Changes(since, await FindPlace());

    private IEnumerable<int> Trials => Enumerable.Range(0, Sweep.Ledger.Trials);

    private ITrialGrain Trial(int index) => GrainFactory.GetTrial(new(this.GetPrimaryKeyString(), index));

    private async Task Open(SweepDefinition definition)
    {
        var ledger = new Ledger(definition.TrialCount, definition.Metric, time.GetUtcNow().UtcTicks);
        var pages = new LedgerPages(ledger, GrainContext, storage);
        await pages.Load();
        var sweep = new ActiveSweep(definition, ledger, new(record.State.Data ?? []), record.State.Submitted, timings, time, instruments, IsMember, pages.Changed)
        {
            Phase = record.State.Phase,
            // A record of an older version tells when the first trial began, and no more.
            Duration = record.State.Duration ?? time.GetUtcNow() - record.State.Begun,
        };
        sweep.RestoreLeases();
        (_sweep, _pages, _isTraced) = (sweep, pages, ledger.IsFinished);
        activeSweeps.Add(definition.Id, ledger);
        _unpublished.UnionWith(Enumerable.Range(0, ledger.Trials).Where(index => ledger[index].MustBePublished));
        StayAlive();
    }

    /// <summary>The next trial for the offer that has to be trained; those on the way whose result is known get that.</summary>
    private async Task<(TrialLease? Lease, SlotWish Wish, DatasetName? LookAt)> FindLease(ActiveSweep sweep, SlotOffer offer)
    {
        var begun = time.GetTimestamp();
        while (time.GetElapsedTime(begun) < MostReuseAtOnce)
        {
            var (next, wish, lookAt) = sweep.Next(offer);
            if (next is not { } index) return (null, wish, lookAt);
            var data = sweep.Data.Offered(offer, sweep.Definition.RecipeOf(index).Dataset)!;
            if (await FindEqual(sweep, index, data) is not { } known) return (sweep.Grant(index, offer), wish, lookAt);
            sweep.Reuse(index, known.Trial, known.Result, data);
        }

        // More to go through: the slots stay free for it until they are offered again.
        return (null, SlotWish.MoreFreeSlots, null);
    }

    /// <summary>The finished trial of another sweep that trained the same on this data; null where there is none, or the sweep does not want it.</summary>
    private async Task<KnownResult?> FindEqual(ActiveSweep sweep, int index, DataFingerprint data)
    {
        if (!sweep.Definition.Reuse || sweep.Ledger[index].HasBegun) return null;
        var trial = sweep.Definition.Trial(index);
        var known = await GrainFactory.GetGrain<IResultGrain>(trial.ResultKey(data)).Find();
        // Its own result means that the ledger has lost it: the trial's record knows more.
        return known?.Trial == trial.Id ? null : known;
    }

    /// <returns>Null where nothing waits, or the scheduler does not answer: a status must not fail for that.</returns>
    private async Task<QueuePlace?> FindPlace()
    {
        if (Sweep.Ledger.Waiting == 0) return null;
        try
        {
            return await GrainFactory.GetScheduler().PlaceOf(this.GetPrimaryKeyString());
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException)
        {
            return null;
        }
    }

    private bool IsMember(string agent) =>
        membership.CurrentSnapshot.Members.TryGetValue(SiloAddress.FromParsableString(agent), out var member)
        && member.Status is not SiloStatus.Dead;

    private void Save()
    {
        Trace();
        if (_writing.IsCompleted && _pages is { HasChanges: true } pages) _writing = WriteBehind(pages);
    }

    private void Trace()
    {
        if (_sweep?.Ledger is not { } ledger || ledger.IsFinished == _isTraced) return;
        _isTraced = ledger.IsFinished;
        if (_isTraced) SweepTraces.Sweep(this.GetPrimaryKeyString(), record.State.Submitted, time.GetUtcNow(), ledger.Trials, ledger.Count(TrialState.Failed));
    }

    /// <summary>Returns when all changes so far are on disk.</summary>
    private async Task Flush()
    {
        Save();
        await _writing;
        if (_pages!.HasChanges) throw new OrleansException("The ledger could not be saved; ask again.");
    }

    private async Task WriteBehind(LedgerPages pages)
    {
        while (pages.HasChanges)
        {
            try
            {
                await Publish();
                await pages.WriteChanged();
            }
            catch (InconsistentStateException conflict)
            {
                // Another activation writes this ledger: this one must not go on with what it believes.
                LogConflict(this.GetPrimaryKeyString(), conflict.Message);
                DeactivateOnIdle();
                return;
            }
            catch (Exception failure) when (failure is OrleansException or TimeoutException or IOException)
            {
                LogNotSaved(this.GetPrimaryKeyString(), failure.Message);
                await Task.Delay(RetryAfterFailedWrite, time);
            }
        }
    }

    /// <summary>Lets other sweeps know of the results that came in. Not while the silo closes: the next activation does it.</summary>
    private async Task Publish()
    {
        while (_unpublished.Count > 0 && !_closing.Task.IsCompleted)
        {
            var round = Task.WhenAll(_unpublished.Take(MostPublishedAtOnce).ToArray().Select(Publish));
            if (await Task.WhenAny(round, _closing.Task) == round) await round;
        }
    }

    private async Task Publish(int index)
    {
        var (trial, result) = (Sweep.Definition.Trial(index), Sweep.Ledger[index].Result!);
        // Nobody may lend a result of data that nobody took down.
        if ((result.Data ?? DataFingerprint.OfBuiltIn(trial.Recipe.Dataset)) is { } data)
            await GrainFactory.GetGrain<IResultGrain>(trial.ResultKey(data)).Record(new(trial.Id, result));
        Sweep.Published(index);
        _unpublished.Remove(index);
    }

    /// <summary>That the first trial has begun, and what data all of them learn from.</summary>
    private async Task SaveWhatIsNew(ActiveSweep sweep, TrialLease? lease)
    {
        var next = record.State;
        if (lease is not null && next.Begun is null) next = next with { Begun = time.GetUtcNow(), Duration = TimeSpan.Zero };
        if (sweep.Data.Settled is { Length: > 0 } settled && settled.Length != next.Data?.Length) next = next with { Data = settled };
        if (next != record.State) await record.Save(next);
    }

    private void TellStrangers(DataStranger[] strangers)
    {
        foreach (var stranger in strangers.Except(_told))
        {
            LogStranger(this.GetPrimaryKeyString(), stranger.ToString());
            instruments.DataRefused();
        }

        _told = strangers;
    }

    [LoggerMessage(LogLevel.Warning, "{Sweep}: {Stranger}; it gets none of its trials")]
    private partial void LogStranger(string sweep, string stranger);

    [LoggerMessage(LogLevel.Debug, "Leased {Trial} to {Slot}")]
    private partial void LogLeased(string trial, string slot);

    [LoggerMessage(LogLevel.Information, "{Sweep}: trial {Index} is back ({Reason}) {Trouble}")]
    private partial void LogReleased(string sweep, int index, ReleaseReason reason, string? trouble);

    [LoggerMessage(LogLevel.Warning, "{Sweep}: another activation writes the ledger, this one ends: {Message}")]
    private partial void LogConflict(string sweep, string message);

    [LoggerMessage(LogLevel.Warning, "{Sweep}: the ledger is not saved, will try again: {Message}")]
    private partial void LogNotSaved(string sweep, string message);
}
