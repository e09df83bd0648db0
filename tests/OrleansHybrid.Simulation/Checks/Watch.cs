using System.Runtime.CompilerServices;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Ledgers;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Cluster.Sweeps;
using OrleansHybrid.Cluster.Trials;
using OrleansHybrid.Simulation.Silos;
using OrleansHybrid.Simulation.Worlds;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Simulation.Checks;

/// <summary>Sees every call, every write and every trainer of a world, and finds the promises that are broken.</summary>
internal sealed class Watch(World world)
{
    private readonly HashSet<(SimSilo Silo, string Slot)> _busy = [];
    private readonly HashSet<TrialId> _completed = [];

    /// <summary>The first one; null where all promises hold.</summary>
    public Violation? Violation { get; private set; }

    public Coverage Coverage { get; } = new();

    /// <summary>True where a trial ended without a result for a while: a search rightly takes that for its result.</summary>
    public bool HasEndedOtherwise { get; private set; }

    public bool IsIdle => _busy.Count == 0;

    public void Broken(string invariant, string message)
    {
        world.Tell($"BROKEN {invariant}: {message}");
        Violation ??= new(invariant, message);
    }

    public static object? Before(Activation activation) => activation.GrainInstance switch
    {
        TrialGrain trial => TrialOf(trial),
        SweepGrain sweep when PartsOf(sweep) is { } parts => LeaseView.Of(parts.Sweep),
        _ => null,
    };

    public void After(Activation activation, GrainCall call, Task work, object? before)
    {
        if (activation.GrainInstance is TrialGrain trial && before is Trial old) Coverage.Trial(call, work, old, TrialOf(trial));
        if (activation.GrainInstance is not SweepGrain sweep || PartsOf(sweep) is not { } parts) return;
        if (before is LeaseView view) Coverage.Lease(call, work, view, LeaseView.Of(parts.Sweep));
        CheckLeases(parts.Sweep, call, work);
    }

    public void Written(string name, GrainId grain, object? before, object? after)
    {
        switch (before, after)
        {
            case (_, TrialRecord next):
                var id = TrialIdOf(grain);
                var former = (before as TrialRecord)?.Trial ?? Trial.New;
                TrialChecks.Check(world, id, former, next.Trial);
                HasEndedOtherwise |= next.Trial.State is TrialState.Failed or TrialState.Stopped or TrialState.Cancelled;
                if (next.Trial.State is TrialState.Completed && former.State is not TrialState.Completed && !_completed.Add(id))
                    Broken("result-once", $"trial {id.Number} was completed twice");
                world.Tell($"  {id.Number}: attempt {next.Trial.Attempt} {next.Trial.State}, checkpoints "
                    + string.Join(' ', next.Trial.Checkpoints.Select(checkpoint => checkpoint.Name)));
                break;
            case (_, DrawPage draws):
                var known = (before as DrawPage)?.Draws ?? [];
                foreach (var (index, draw) in draws.Draws.Index())
                    if (known.ElementAtOrDefault(index) is { } first && ProtocolJson.Write(first) != ProtocolJson.Write(draw))
                        Broken("choices-stay", $"trial {index} was chosen again");
                    else if (draw is not null)
                        world.Chosen(index, draw);
                break;
            case (LedgerPage old, LedgerPage page):
                foreach (var (index, row) in old.Rows.Index())
                    if (row.State is TrialState.Completed && (page.Rows[index].State != row.State || page.Rows[index].Result != row.Result))
                        Broken("nothing-acknowledged-is-lost", $"the ledger's row {index} was completed and is {page.Rows[index].State}");
                break;
        }
    }

    /// <summary>The stored states are older ones: what was completed since is to be trained again.</summary>
    public void Restored() =>
        _completed.RemoveWhere(id => EndChecks.Record(world, id).State is not TrialState.Completed);

    public void TrainerStarts(SimSilo silo, IEnumerable<Slot> slots)
    {
        foreach (var slot in slots)
            if (!_busy.Add((silo, slot.Name)))
                Broken("slot-leased-once", $"two trainers run on {slot.Name} of {silo.Name}");
    }

    public void TrainerEnds(SimSilo silo, IEnumerable<Slot> slots)
    {
        foreach (var slot in slots) _busy.Remove((silo, slot.Name));
    }

    public void SiloDies(SimSilo silo) => _busy.RemoveWhere(busy => busy.Silo == silo);

    public static TrialId TrialIdOf(GrainId grain)
    {
        var parts = grain.Key.ToString()!.Split('/');
        return new(parts[0], int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    private void CheckLeases(OpenSweep sweep, GrainCall call, Task work)
    {
        if (call.Name != nameof(ISweepGrain.Lease)
            || work is not Task<LeaseAnswer> { IsCompletedSuccessfully: true, Result.Leases: var leases })
            return;
        foreach (var granted in leases) CheckLease(sweep, granted);
    }

    private void CheckLease(OpenSweep sweep, TrialLease granted)
    {
        world.Tell($"  lease {granted.Trial.Number} to {granted.Key}");
        var definition = sweep.Definition;
        var held = sweep.Active.Claim().Leases;
        foreach (var other in held)
            if (other != granted.Key && other.Agent == granted.Key.Agent && other.Slots.Intersect(granted.Key.Slots).Any())
                Broken("slot-leased-once", $"{other.Place} is leased to two trials");
        // A ledger that lags may know two leases of one slot, of which one ended: the slot is one.
        var trials = held.DistinctBy(lease => lease.Place).Count();
        if (trials > (definition.MaxConcurrentTrials ?? int.MaxValue)) Broken("shares-in-bounds", $"{trials} trials run at once");
        var slots = held.SelectMany(lease => lease.Slots, (lease, slot) => (lease.Agent, slot)).Distinct().Count();
        if (slots > (definition.Share.MaxSlots ?? int.MaxValue)) Broken("shares-in-bounds", $"{slots} slots are leased");
        if (sweep.Ledger[granted.Trial.Index].State.IsFinal())
            Broken("result-once", $"trial {granted.Trial.Number} is final and was leased");
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Trial")]
    private static extern Trial TrialOf(TrialGrain grain);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_parts")]
    private static extern ref SweepParts? FieldOf(SweepGrain grain);

    private static SweepParts? PartsOf(SweepGrain grain) => FieldOf(grain);
}

/// <summary>Who holds which lease, and how the trials stand.</summary>
internal sealed record LeaseView((TrialState State, LeaseKey? Lease)[] Rows)
{
    public static LeaseView Of(OpenSweep sweep) =>
        new([.. sweep.Trials.Select(index => (sweep.Ledger[index].State, sweep.Ledger[index].Lease))]);
}
