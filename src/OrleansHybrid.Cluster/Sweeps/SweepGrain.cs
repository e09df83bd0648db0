using Microsoft.Extensions.Logging;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Sweeps;

/// <remarks>
/// The sweep's way in and out of memory; its <see cref="SweepParts"/> do the rest. While the sweep goes on, a timer keeps the grain in
/// memory, and a reminder, which outlives every silo, brings it back elsewhere when its silo dies.
/// </remarks>
[GrainType(SweepGrain.TypeName)]
internal sealed class SweepGrain(
    [PersistentState(SweepGrain.StateName, StorageNames.Sweeps)] IPersistentState<SweepRecord> record,
    SweepOpening opening,
    ReadTexts texts,
    ICheckpointStore checkpoints,
    ILogger<SweepGrain> logger) : Grain, ISweepGrain, IRemindable
{
    /// <summary>The names under which the record is stored.</summary>
    internal const string StateName = "sweep", TypeName = "sweep";

    private static readonly TimeSpan WatchPeriod = TimeSpan.FromSeconds(1), MemoryTime = TimeSpan.FromMinutes(2),
        LogPatience = TimeSpan.FromSeconds(5);

    private SweepParts? _parts;
    private IGrainTimer? _timer;

    private string Id => this.GetPrimaryKeyString();

    private SweepParts Parts => _parts ?? throw new UnknownSweepException(Id);

    private ActiveSweep Sweep => Parts.Sweep.Active;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (record.State.Texts is { } stored) await Open(stored.Parse(Id));
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        opening.Close(Id);
        if (_parts is not { } parts) return;
        parts.Sweep.Close();
        parts.Saving.Begin();
        await parts.Saving.Writing.WaitAsync(cancellationToken);
    }

    /// <summary>Does nothing: the call itself has brought the grain into memory.</summary>
    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    public async Task<VerbAnswer> Start(string yaml, string file, bool paused, Guid? request)
    {
        if (record.State.HasAnswered(request))
        {
            // The record was saved then, and the rest may have failed.
            if (_parts is null) await Open(record.State.Texts!.Parse(Id));
            return SweepAnswers.Submitted(Id);
        }

        if (_parts is { Sweep.IsBeingDeleted: true }) return SweepAnswers.BeingDeleted(Id);
        var text = new SweepText(yaml, file);
        var definition = texts.Read(text);
        var next = record.State.Yaml is null
            ? new() { Yaml = yaml, File = file, Submitted = opening.Time.GetUtcNow() }
            : record.State with { Yaml = yaml, File = file };
        next = next with { Phase = paused ? SweepPhase.Paused : SweepPhase.Active };
        if (next.Extensions is not null) next = next with { Options = text };
        if (request is not null || next != record.State) await record.Save(next.Answering(request));

        if (_parts is null) await Open(definition);
        else (Sweep.Definition, Sweep.Phase) = (Sweep.Definition.WithOptionsOf(definition), next.Phase);
        return SweepAnswers.Submitted(definition.Id);
    }

    public async Task<LeaseAnswer> Lease(SlotOffer offer) =>
        _parts is { } parts ? await parts.Leases.Lease(offer) : new(null, IsFinished: true);

    public Task<LeaseCommand[]> Heartbeat(string agent, LiveTrial[] trials) => Task.FromResult(Parts.Leases.Heartbeat(trials));

    public Task Done(int index, TrialDigest trial, LeaseKey? lease)
    {
        Parts.Leases.Done(index, trial, lease);
        if (Sweep.Ledger.IsFinished) _ = Parts.Retention.Apply();
        return Task.CompletedTask;
    }

    public Task Release(int index, LeaseKey lease, TrialDigest? trial, ReleaseReason reason, string? trouble) =>
        Parts.Leases.Release(index, lease, trial, reason, trouble);

    public Task<VerbAnswer> Tell(Verb verb, int? trial, Guid? request) => Parts.Verbs.Tell(verb, trial, request);

    public async Task<VerbAnswer> Extend(SweepText text, Guid? request) =>
        Parts.Sweep.IsBeingDeleted ? SweepAnswers.BeingDeleted(Id) : await Parts.Verbs.Extend(text, texts.Read(text), request);

    public async Task<VerbAnswer> BeginDeletion() => _parts is { } parts ? await parts.Deletion.Begin() : SweepAnswers.Deleted(Id);

    public async Task<VerbAnswer> DeleteMore()
    {
        if (_parts is not { } parts) return SweepAnswers.Deleted(Id);
        var answer = await parts.Deletion.More();
        if (parts.Sweep.IsDeleted && _parts == parts)
        {
            _parts = null;
            opening.Close(Id);
            DeactivateOnIdle();
        }

        return answer;
    }

    public Task<bool> MakeRoom() => Parts.Rungs.MakeRoom();

    public Task<SweepClaim> Claim() => Task.FromResult(_parts?.Sweep.Active.Claim() ?? new(new(), []));

    public Task<SweepTexts?> Texts() => Task.FromResult(record.State.Texts);

    public async Task<StoredLog?> Log(int index)
    {
        using var patience = new CancellationTokenSource(LogPatience, opening.Time);
        try
        {
            return _parts is null ? null : await checkpoints.ReadLog(new(Id, index), patience.Token);
        }
        catch (Exception failure) when (failure is CheckpointStoreException or OperationCanceledException)
        {
            return null;
        }
    }

    public async Task<SweepStatus> Status() => Sweep.Status(await FindPlace());

    public async Task<IReadOnlyList<TrialRow>> Rows(int first, int count) => Sweep.Rows(first, count, await FindPlace());

    public async Task<RowChanges> Changes(long since) => Sweep.Changes(since, await FindPlace());

    private async Task Open(SweepDefinition definition)
    {
        var sweep = await opening.Open(definition, record, GrainContext, GrainFactory, logger);
        _parts = new(sweep, new(this), checkpoints, opening.Time, DeactivateOnIdle);
        _timer ??= this.RegisterGrainTimer(Watch, new() { DueTime = WatchPeriod, Period = WatchPeriod });
    }

    private async Task Watch()
    {
        if (_parts is not { } parts) return;
        if (parts.Watch.GoesOn) DelayDeactivation(MemoryTime);
        await parts.Watch.Tick();
    }

    /// <returns>Null where nothing waits, or the scheduler does not answer: a status must not fail for that.</returns>
    private async Task<QueuePlace?> FindPlace()
    {
        if (Sweep.Ledger.Waiting == 0) return null;
        try
        {
            return await GrainFactory.GetScheduler().PlaceOf(Id);
        }
        catch (Exception failure) when (failure is TimeoutException or OrleansException)
        {
            return null;
        }
    }
}
