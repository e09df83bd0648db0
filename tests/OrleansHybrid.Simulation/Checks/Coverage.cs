using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Simulation.Silos;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Simulation.Checks;

/// <summary>The transitions of the two state machines that were seen, each with how often.</summary>
internal sealed class Coverage
{
    private readonly SortedDictionary<string, long> _seen = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Seen => _seen;

    public void Add(Coverage other)
    {
        foreach (var (transition, times) in other._seen) _seen[transition] = _seen.GetValueOrDefault(transition) + times;
    }

    public void Trial(GrainCall call, Task work, Trial before, Trial after)
    {
        if (work is not Task<TrialAnswer> { IsCompletedSuccessfully: true, Result: var answer }) return;
        var verb = call.Arguments is [Verb told, ..] ? $" {told}" : "";
        var what = call.Name + verb;
        See($"trial: {what} of {before.State}: {(answer.Refused is { } why ? $"refused, {why}" : after.State)}");
    }

    public void Lease(GrainCall call, Task work, LeaseView before, LeaseView after)
    {
        if (!work.IsCompletedSuccessfully) return;
        switch (call.Name, work)
        {
            case (nameof(ISweepGrain.Heartbeat), Task<LeaseCommand[]> beat):
                foreach (var (live, command) in ((LiveTrial[])call.Arguments[1]!).Zip(beat.Result))
                    See($"lease: heartbeat, {Held(before, live.Index, live.Lease)}: {command}"
                        + (before.Rows[live.Index].Lease is null && after.Rows[live.Index].Lease == live.Lease ? ", adopted" : ""));
                return;
            case (nameof(ISweepGrain.Done), _) when call.Arguments[2] is LeaseKey done:
                See($"lease: done, {Held(before, (int)call.Arguments[0]!, done)}");
                return;
            case (nameof(ISweepGrain.Release), _):
                See($"lease: release for {call.Arguments[3]}, {Held(before, (int)call.Arguments[0]!, (LeaseKey)call.Arguments[1]!)}");
                return;
            case (nameof(ISweepGrain.Lease), Task<LeaseAnswer> answer):
                foreach (var _ in answer.Result.Leases) See("lease: granted");
                if (Lost(before, after, answer.Result.Lease?.Trial.Index)) See("lease: void or lost at an offer");
                return;
            case ("Tick", _):
                if (Lost(before, after, null)) See("lease: lost");
                return;
        }
    }

    private static bool Lost(LeaseView before, LeaseView after, int? except) =>
        before.Rows.Zip(after.Rows, (then, now) => then.Lease is not null && now.Lease is null)
            .Index().Any(row => row.Item && row.Index != except);

    private static string Held(LeaseView view, int index, LeaseKey lease) =>
        view.Rows[index].Lease is not { } held ? $"held by nobody, {view.Rows[index].State}" : held == lease ? "held" : "held by another";

    private void See(string transition) => _seen[transition] = _seen.GetValueOrDefault(transition) + 1;
}
