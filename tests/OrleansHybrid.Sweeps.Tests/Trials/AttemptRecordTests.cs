using System.Text;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Trials;

public sealed class AttemptRecordTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static Trial Running => Trial.New.After(trial => trial.Begin("lease", "10.0.0.7:11111/gpu0", null, At(0)));

    private static Trial Saved => Running.After(trial => trial.Commit(1, Make.Checkpoint(1, 1), Make.Epochs(1, 1), 2, At(60)));

    [Fact]
    public void Complete_ClosesTheAttempt_WithNothingLost()
    {
        var trial = Saved.After(trial => trial.Complete(1, Make.Result(0.5), Make.Checkpoint(1, 2), [], 2, At(100)));

        Assert.Equal([new(1, "10.0.0.7:11111/gpu0", At(0), 100)], trial.Attempts());
        Assert.Equal((At(100), 0, null), (trial.Attempts()[0].Ended, trial.LostSeconds, trial.OpenAttempt));
    }

    [Fact]
    public void Preempt_WithACheckpointOfTheLastStep_LosesNothing() =>
        Assert.Equal(
            [new(1, "10.0.0.7:11111/gpu0", At(0), 100, AttemptEnd.Preempted)],
            Saved.After(trial => trial.Preempt(1, Make.Checkpoint(1, 2), [], 2, At(100))).Attempts());

    [Fact]
    public void Preempt_WithoutACheckpoint_LosesWhatCameAfterTheLast()
    {
        var trial = Saved.After(trial => trial.Preempt(1, null, [], 2, At(100)));

        Assert.Equal([new(1, "10.0.0.7:11111/gpu0", At(0), 100, AttemptEnd.Preempted, LostSeconds: 40)], trial.Attempts());
        Assert.Equal(40, trial.LostSeconds);
    }

    [Fact]
    public void Fail_LosesWhatCameAfterTheLastCheckpoint() =>
        Assert.Equal(
            [new(1, "10.0.0.7:11111/gpu0", At(0), 90, AttemptEnd.Failed, LostSeconds: 30)],
            Saved.After(trial => trial.Fail(1, new(FailureKind.Crash, "gone"), 3, At(90))).Attempts());

    [Fact]
    public void Begin_OverALostAttempt_EndsThatWhenItWasHeardOfLast()
    {
        var trial = Saved.After(trial => trial.Begin("next", "10.0.0.8:11111/gpu0", lastSeen: At(75), At(500)));

        Assert.Equal(
            [
                new(1, "10.0.0.7:11111/gpu0", At(0), 75, AttemptEnd.Lost, LostSeconds: 15),
                new(2, "10.0.0.8:11111/gpu0", At(500), 0, AttemptEnd.Open),
            ],
            trial.Attempts());
    }

    [Theory]
    [InlineData(null, 100, 40)]
    [InlineData(700, 100, 40)]
    [InlineData(30, 60, 0)]
    public void Begin_OverALostAttempt_TakesItsEndBetweenItsLastCommitAndNow(int? lastSeen, double seconds, double lost)
    {
        DateTimeOffset? seen = lastSeen is { } second ? At(second) : null;

        var past = Assert.Single(Saved.After(trial => trial.Begin("next", "there", seen, At(100))).PastAttempts);

        Assert.Equal((seconds, lost), (past.Seconds, past.LostSeconds));
    }

    [Theory]
    [InlineData(Verb.Stop, AttemptEnd.Stopped)]
    [InlineData(Verb.Cancel, AttemptEnd.Cancelled)]
    public void End_ByAPerson_ClosesTheAttempt(Verb verb, AttemptEnd end) =>
        Assert.Equal([new(1, "10.0.0.7:11111/gpu0", At(0), 70, end)], Saved.After(trial => trial.After(verb, At(70))).Attempts());

    [Fact]
    public void Pause_ClosesTheAttempt_WhenItsTrainerHasCheckedIn()
    {
        var paused = Saved.After(trial => trial.After(Verb.Pause, At(70)));

        Assert.Equal(AttemptEnd.Open, paused.Attempts()[0].End);
        Assert.Equal(
            [new(1, "10.0.0.7:11111/gpu0", At(0), 80, AttemptEnd.Paused)],
            paused.After(trial => trial.Preempt(1, Make.Checkpoint(1, 2), [], 2, At(80))).Attempts());
    }

    [Fact]
    public void Calls_Repeated_AddNoAttempt()
    {
        var preempted = Saved.After(trial => trial.Preempt(1, null, [], 2, At(100)));

        Assert.Same(preempted, preempted.After(trial => trial.Preempt(1, null, [], 2, At(105))));
    }

    [Fact]
    public void PastAttempts_OfATrialThatIsLostAgainAndAgain_AreBounded_AndTheirLossIsNot()
    {
        var trial = Trial.New;
        for (var attempt = 0; attempt <= 150; attempt++) trial = trial.After(trial => trial.Begin($"{attempt}", "there", null, At(10 * attempt)));

        Assert.Equal(Enumerable.Range(51, 100), trial.PastAttempts.Select(past => past.Attempt));
        Assert.Equal(1_500, trial.LostSeconds, 1e-9);
    }

    [Fact]
    public void Record_OfATrialThatRanOnce_GrowsByAboutAHundredBytes()
    {
        var began = Start.AddTicks(1_234_567_890);
        var trial = Trial.New.After(trial => trial.Begin("lease", "10.0.0.7:11111/gpu0", null, began))
            .After(trial => trial.Complete(1, Make.Result(0.5), Make.Checkpoint(1, 6), [], 1, began.AddSeconds(12_345.678)));
        var text = ProtocolJson.Write(trial);
        var log = text[(text.IndexOf("\"past_attempts\":[", StringComparison.Ordinal) + "\"past_attempts\":[".Length)..text.IndexOf("],\"result", StringComparison.Ordinal)];

        Assert.InRange(Encoding.UTF8.GetByteCount(log), 1, 105);
        Assert.DoesNotContain("lost_seconds", text, StringComparison.Ordinal);
        Assert.DoesNotContain("open_attempt", text, StringComparison.Ordinal);
        Assert.Equal(trial.PastAttempts, ProtocolJson.Read<Trial>(text).PastAttempts);
    }

    [Fact]
    public void Record_FromBeforeAttemptsWereKept_ReadsAsNone_AndGoesOn()
    {
        var old = ProtocolJson.Read<Trial>("""{"state":"running","attempt":3,"owner":"lease","checkpoints":[],"history":[],"preemptions":2,"losses":0,"own_faults":0}""");

        Assert.Empty(old.Attempts());
        var next = old.After(trial => trial.Begin("next", "there", At(5), At(9)));
        Assert.Equal([new(4, "there", At(9), 0, AttemptEnd.Open)], next.Attempts());
    }

    private static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);
}
