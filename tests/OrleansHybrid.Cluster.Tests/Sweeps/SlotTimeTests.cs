using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Sweeps;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Sweeps;

/// <summary>
/// Slot time is counted once, whatever flaps: what a sweep has used is the union of its attempts' intervals. The records are
/// real ones; agents come and go, are cut off and heard again, and clocks step.
/// </summary>
public sealed class SlotTimeTests(ITestOutputHelper output) : ActiveSweepBench
{
    private const int Trials = 3, Flaps = 1_000;

    private static readonly string Yaml = SweepFiles.OfTrials(Trials, more: "budget: { max_trial_duration: 3m }");

    private readonly Trial[] _records = [.. Enumerable.Repeat(Trial.New, Trials)];
    private readonly List<Attempt> _attempts = [];

    private DateTimeOffset Now => Clock.GetUtcNow();

    [Fact]
    public void PartitionOfAHealthyTrial_CountsItsTimeOnce_AndEndsItNotEarly()
    {
        var sweep = Sweep(Yaml);
        var attempt = Begin(sweep, A, "cpu0")!;
        for (var flap = 0; flap < 2; flap++)
        {
            Run(10, () => Beat(sweep, attempt));
            Run(45, sweep.Refresh);
            Assert.Equal(TrialState.Preempted, sweep.Rows(0, 1)[0].State);
            Assert.Equal(LeaseCommand.Continue, Beat(sweep, attempt));
            Assert.Equal(attempt.Seconds(Clock), 3600 * sweep.Status().SlotHours, 6);
        }

        Run(69, () => Assert.Equal(LeaseCommand.Continue, Beat(sweep, attempt)));
        Run(2, () => Beat(sweep, attempt));
        Assert.Equal(LeaseCommand.CheckpointAndExit, Beat(sweep, attempt));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20_261_129)]
    public void SlotSeconds_AfterAThousandFlaps_AreTheUnionOfTheAttemptsIntervals(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (yaml, ledger) = (SweepFiles.OfTrials(Trials), Ledger(SweepFiles.OfTrials(Trials)));
        var submitted = Now;
        var sweep = Sweep(yaml, ledger);
        for (var flap = 0; flap < Flaps; flap++)
        {
            var attempt = _attempts.Count == 0 ? null : _attempts[random.Next(Math.Max(0, _attempts.Count - 6), _attempts.Count)];
            switch (random.Next(12))
            {
                case 0 or 1 or 2:
                    Begin(sweep, random.Next(2) == 0 ? A : B, $"cpu{random.Next(4)}", reachesTheRecord: random.Next(8) > 0);
                    break;
                case 3 or 4 or 5 or 6 when attempt is { IsOver: false }:
                    Beat(sweep, attempt);
                    break;
                case 7 when attempt is { IsOver: false }:
                    Report(attempt, by => _records[attempt.Index].Commit(by, Checkpoint(attempt, flap), [], 2));
                    break;
                case 8 when attempt is { IsOver: false }:
                    HandBack(
                        sweep,
                        attempt,
                        by => _records[attempt.Index].Preempt(by, Checkpoint(attempt, flap), [], 2),
                        ReleaseReason.Notice,
                        isHeard: random.Next(3) > 0);
                    break;
                case 9 when attempt is { IsOver: false }:
                    HandBack(
                        sweep,
                        attempt,
                        by => _records[attempt.Index].Fail(by, new(FailureKind.Crash, "gone"), 1_000),
                        ReleaseReason.OwnFault,
                        isHeard: random.Next(3) > 0);
                    break;
                case 10:
                    // The control silo begins anew, from what is written down.
                    foreach (var live in _attempts.Where(live => !live.IsOver).ToList()) Beat(sweep, live);
                    sweep = Sweep(yaml, ledger, submitted: submitted);
                    sweep.RestoreLeases();
                    foreach (var live in _attempts.Where(live => !live.IsOver).ToList()) Beat(sweep, live);
                    break;
                case 11:
                    // No two moments of it are the same.
                    Clock.Step = TimeSpan.FromMinutes(random.Next(-60, 61)) + TimeSpan.FromTicks(flap);
                    break;
            }

            Clock.Advance(TimeSpan.FromSeconds(random.Next(4) == 0 ? 35 : random.Next(8)));
        }

        // What went unheard so far is told by the records, which the last attempts of all bring along.
        Clock.Advance(Timings.Lease);
        foreach (var stale in _attempts.Where(attempt => !attempt.IsOver).ToList()) stale.IsOver = true;
        sweep.Refresh();
        foreach (var slot in Enumerable.Range(0, Trials)) Begin(sweep, A, $"cpu{9 + slot}");
        foreach (var last in _attempts.TakeLast(Trials))
        {
            Beat(sweep, last);
            HandBack(sweep, last, by => _records[last.Index].Preempt(by, null, [], 2), ReleaseReason.Notice, isHeard: true);
        }

        Assert.True(_attempts.Count > Flaps / 10, "attempts came and went");
        for (var index = 0; index < Trials; index++)
        {
            var union = _attempts.Where(attempt => attempt.Index == index).Sum(attempt => attempt.KnownSeconds);
            Assert.Equal(union, _records[index].PastSeconds, 0.01);
            Assert.Equal(_records[index].PastSeconds, ledger[index].PastSeconds, 1e-6);
        }

        Assert.Equal(_attempts.Sum(attempt => attempt.KnownSeconds), ledger.Seconds, 0.05);
        Assert.Equal(ledger.Seconds, 3600 * sweep.Status().SlotHours, 1e-6);
    }

    private Attempt? Begin(ActiveSweep sweep, string agent, string slot, bool reachesTheRecord = true)
    {
        foreach (var former in _attempts.Where(former => former.Lease.Key.Agent == agent && former.Lease.Slots.Contains(slot)))
            former.IsOver = true;
        if (sweep.Lease(Cores(agent, slot)) is not { } lease || !reachesTheRecord) return null;
        var index = lease.Trial.Index;
        _records[index] = _records[index].Begin(lease.Key.ToString(), lease.Key.Place, lease.Lost, Now) is Transition.Accepted(var trial, _)
            ? trial
            : _records[index];
        var attempt = new Attempt(index, lease, _records[index].Attempt, Clock.GetTimestamp(), TrialDigest.Of(_records[index]));
        _attempts.Add(attempt);
        return attempt;
    }

    private LeaseCommand Beat(ActiveSweep sweep, Attempt attempt)
    {
        var seconds = attempt.Seconds(Clock);
        var live = Alive(attempt.Lease, attempt.Number) with
        {
            HeldSeconds = seconds,
            PastSeconds = attempt.Record.PastSeconds,
            LostSeconds = attempt.Record.LostSeconds
        };
        var command = sweep.Heartbeat([live])[0];
        if (command is LeaseCommand.Abandon) attempt.IsOver = true;
        // It ends at the latest when its successor has begun, which it may be the last to hear of.
        else if (_records[attempt.Index].Attempt == attempt.Number) attempt.KnownSeconds = seconds;
        return command;
    }

    private bool Report(Attempt attempt, Func<AttemptReport, Transition> report)
    {
        var seconds = attempt.Seconds(Clock);
        if (report(new(attempt.Number, seconds, attempt.Lease.Key.ToString())) is not Transition.Accepted(var trial, _))
        {
            attempt.IsOver = true;
            return false;
        }

        _records[attempt.Index] = trial;
        attempt.KnownSeconds = seconds;
        return true;
    }

    private void HandBack(ActiveSweep sweep, Attempt attempt, Func<AttemptReport, Transition> report, ReleaseReason reason, bool isHeard)
    {
        if (!Report(attempt, report)) return;
        attempt.IsOver = true;
        if (isHeard) sweep.Release(attempt.Index, attempt.Lease.Key, TrialDigest.Of(_records[attempt.Index]), reason, null);
    }

    private void Run(int seconds, Action everySecond)
    {
        for (var second = 0; second < seconds; second++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            everySecond();
        }
    }

    private static CheckpointRef Checkpoint(Attempt attempt, int step) =>
        new($"a{attempt.Number:D4}-s{step:D6}", attempt.Number, step, step, 1, "ab");

    /// <param name="Begun">A timestamp of its machine's steady clock.</param>
    /// <param name="Record">As the record stood when it granted the attempt.</param>
    private sealed record Attempt(int Index, TrialLease Lease, int Number, long Begun, TrialDigest Record)
    {
        /// <summary>Its interval: from its begin to the last that anybody who keeps accounts has heard of it.</summary>
        public double KnownSeconds { get; set; }

        public bool IsOver { get; set; }

        public double Seconds(TimeProvider clock) => clock.GetElapsedTime(Begun).TotalSeconds;
    }
}
