using Microsoft.Extensions.Logging;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Cluster.Sweeps;
using OrleansHybrid.Sweeps.Definition;

namespace OrleansHybrid.Cluster.Scheduling;

internal sealed partial class SchedulerGrain(
    [PersistentState("scheduler", StorageNames.Sweeps)] IPersistentState<SchedulerRecord> record,
    ILogger<SchedulerGrain> logger) : Grain, ISchedulerGrain
{
    private uint _turn;

    private string[] Active => record.State.Active;

    public async Task<string> Submit(string yaml, string file, bool alone = false)
    {
        var id = SweepDefinition.Parse(yaml, file).Id;
        await GrainFactory.GetGrain<ISweepGrain>(id).Start(yaml, file);
        string[] active = alone ? [id] : [.. Active.Union([id])];
        if (!active.SequenceEqual(Active)) await record.Save(new(active));
        LogSubmitted(id, Active.Length);
        return id;
    }

    public async Task<TrialLease?> Lease(SlotOffer offer)
    {
        var finished = new List<string>();
        TrialLease? lease = null;
        for (var asked = 0; asked < Active.Length && lease is null; asked++)
        {
            var id = Active[_turn++ % (uint)Active.Length];
            var answer = await GrainFactory.GetGrain<ISweepGrain>(id).Lease(offer);
            lease = answer.Lease;
            if (answer.IsFinished) finished.Add(id);
        }

        if (finished.Count > 0) await record.Save(new([.. Active.Except(finished)]));
        return lease;
    }

    [LoggerMessage(LogLevel.Information, "Sweep {Sweep} submitted; {Active} are active")]
    private partial void LogSubmitted(string sweep, int active);
}

/// <param name="Active">Ids of the sweeps that may still have work, in the order of their submission.</param>
[GenerateSerializer, Immutable, Alias("scheduler-record")]
internal sealed record SchedulerRecord([property: Id(0)] string[] Active)
{
    public SchedulerRecord()
        : this([])
    {
    }
}
