using System.Text;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Trials;

public sealed class AttemptRecordTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static Trial Running => Trial.New.After(trial => trial.Begin("lease", "10.0.0.7:11111/gpu0", null, At(0)));

    private static Trial Saved => Running.After(trial => trial.Commit(By(60), Make.Checkpoint(1, 1), Make.Epochs(1, 1), 2));

    [Fact]
    public void Complete_ClosesTheAttempt_WithNothingLost()
    {
        var trial = Saved.After(trial => trial.Complete(By(100), Make.Result(0.5), Make.Checkpoint(1, 2), [], 2));

        Assert.Equal([new(1, "10.0.0.7:11111/gpu0", At(0), 100)], trial.Attempts());
        Assert.Equal((At(100), 0, null), (trial.Attempts()[0].Ended, trial.LostSeconds, trial.OpenAttempt));
    }

    [Fact]
    public void Preempt_WithACheckpointOfTheLastStep_LosesNothing() =>
        Assert.Equal(
            [new(1, "10.0.0.7:11111/gpu0", At(0), 100, AttemptEnd.Preempted)],
            Saved.After(trial => trial.Preempt(By(100), Make.Checkpoint(1, 2), [], 2)).Attempts());

    [Fact]
    public void Preempt_WithoutACheckpoint_LosesWhatCameAfterTheLast()
    {
        var trial = Saved.After(trial => trial.Preempt(By(100), null, [], 2));

        Assert.Equal([new(1, "10.0.0.7:11111/gpu0", At(0), 100, AttemptEnd.Preempted, LostSeconds: 40)], trial.Attempts());
        Assert.Equal(40, trial.LostSeconds);
    }

    [Fact]
    public void Fail_LosesWhatCameAfterTheLastCheckpoint() =>
        Assert.Equal(
            [new(1, "10.0.0.7:11111/gpu0", At(0), 90, AttemptEnd.Failed, LostSeconds: 30)],
            Saved.After(trial => trial.Fail(By(90), new(FailureKind.Crash, "gone"), 3)).Attempts());

    [Fact]
    public void Begin_OverALostAttempt_EndsThatWhenItWasHeardOfLast()
    {
        var trial = Saved.After(trial => trial.Begin("next", "10.0.0.8:11111/gpu0", new("lease", 75), At(500)));

        Assert.Equal(
            [
                new(1, "10.0.0.7:11111/gpu0", At(0), 75, AttemptEnd.Lost, LostSeconds: 15),
                new(2, "10.0.0.8:11111/gpu0", At(500), 0, AttemptEnd.Open),
            ],
            trial.Attempts());
    }

    [Theory]
    [InlineData("lease", 90, 90, 30)]
    [InlineData("lease", 30, 60, 0)]
    [InlineData("another", 90, 60, 0)]
    public void Begin_OverALostAttempt_GoesByWhatWasHeardOfThatVeryLease_AndNeverEndsItBeforeItsLastCommit(
        string lease, double heard, double seconds, double lost)
    {
        var past = Assert.Single(Saved.After(trial => trial.Begin("next", "there", new(lease, heard), At(5_000))).PastAttempts);

        Assert.Equal((seconds, lost), (past.Seconds, past.LostSeconds));
    }

    [Fact]
    public void Begin_OverALostAttempt_OfWhichNothingWasHeard_CountsNoTimeBetween() =>
        Assert.Equal(60, Saved.After(trial => trial.Begin("next", "there", null, At(5_000))).PastSeconds);

    [Theory]
    [InlineData(-3_600)]
    [InlineData(3_600)]
    public void Attempt_WhileTheClockSteps_LastsAsLongAsItsOwnMachineSays(double step)
    {
        var trial = Saved
            .After(trial => trial.Preempt(By(100), null, [], 2))
            .After(trial => trial.Begin("next", "there", null, At(100 + step)))
            .After(trial => trial.Complete(new(2, 50, "next"), Make.Result(0.5), Make.Checkpoint(2, 2), [], 2));

        Assert.Equal([100, 50], trial.PastAttempts.Select(past => past.Seconds));
        Assert.Equal(150, trial.PastSeconds);
    }

    [Theory]
    [InlineData(Verb.Stop, AttemptEnd.Stopped)]
    [InlineData(Verb.Cancel, AttemptEnd.Cancelled)]
    public void End_ByAPerson_ClosesTheAttempt(Verb verb, AttemptEnd end) =>
        Assert.Equal(
            [new(1, "10.0.0.7:11111/gpu0", At(0), 70, end)], Saved.After(trial => trial.After(verb, new HeldTime("lease", 70))).Attempts());

    [Fact]
    public void Pause_ClosesTheAttempt_WhenItsTrainerHasCheckedIn()
    {
        var paused = Saved.After(trial => trial.After(Verb.Pause));

        Assert.Equal(AttemptEnd.Open, paused.Attempts()[0].End);
        Assert.Equal(
            [new(1, "10.0.0.7:11111/gpu0", At(0), 80, AttemptEnd.Paused)],
            paused.After(trial => trial.Preempt(By(80), Make.Checkpoint(1, 2), [], 2)).Attempts());
    }

    [Fact]
    public void Calls_Repeated_AddNoAttempt()
    {
        var preempted = Saved.After(trial => trial.Preempt(By(100), null, [], 2));

        Assert.Same(preempted, preempted.After(trial => trial.Preempt(By(105), null, [], 2)));
    }

    [Fact]
    public void PastAttempts_OfATrialThatIsLostAgainAndAgain_AreBounded_AndTheirTimeIsNot()
    {
        var trial = Trial.New;
        for (var attempt = 0; attempt <= 150; attempt++)
            trial = trial.After(trial => trial.Begin($"{attempt}", "there", new($"{attempt - 1}", 10), At(10 * attempt)));

        Assert.Equal(Enumerable.Range(51, 100), trial.PastAttempts.Select(past => past.Attempt));
        Assert.Equal((1_500, 1_500), (trial.LostSeconds, trial.PastSeconds));
    }

    [Fact]
    public void Record_OfATrialThatRanOnce_GrowsByAboutAHundredBytes()
    {
        var began = Start.AddTicks(1_234_567_890);
        var trial = Trial.New.After(trial => trial.Begin("lease", "10.0.0.7:11111/gpu0", null, began))
            .After(trial => trial.Complete(By(12_345.678), Make.Result(0.5), Make.Checkpoint(1, 6), [], 1));
        var text = ProtocolJson.Write(trial);
        var log = text[
            (
                text.IndexOf("\"past_attempts\":[", StringComparison.Ordinal)
                    + "\"past_attempts\":[".Length)..text.IndexOf("],\"result", StringComparison.Ordinal)];

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
        var next = old.After(trial => trial.Begin("next", "there", new("lease", 5), At(9)));
        Assert.Equal([new(4, "there", At(9), 0, AttemptEnd.Open)], next.Attempts());
    }

    private static AttemptReport By(double seconds) => new(1, seconds, "lease");

    private static DateTimeOffset At(double seconds) => Start.AddSeconds(seconds);
}
