using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Trials;

/// <summary>Random lives of a trial: owners come and go, messages are lost, repeated and late; the record stays sound.</summary>
public sealed class TrialWalkTests(ITestOutputHelper output)
{
    private const int MaxRestarts = 3;

    private static readonly FailureKind[] Faults = [FailureKind.Crash, FailureKind.OutOfMemory, FailureKind.Storage];

    private static readonly Verb[] Verbs = Enum.GetValues<Verb>();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(20_260_727)]
    public void RandomWalk_WhateverHappens_KeepsTheInvariants(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var life = 0; life < 300; life++)
        {
            var trial = Trial.New;
            for (var move = 0; move < 60; move++)
            {
                // Mostly the latest attempt speaks, sometimes one that was cut off.
                var attempt = random.Next(5) == 0 ? random.Next(trial.Attempt + 2) : trial.Attempt;
                var transition = Move(trial, attempt, random);
                Check(trial, attempt, transition);
                if (transition is Transition.Accepted accepted) trial = accepted.Trial;
            }
        }
    }

    private static Transition Move(Trial trial, int attempt, Random random)
    {
        var epoch = random.Next(1, 8);
        var keep = random.Next(1, 4);
        return random.Next(13) switch
        {
            12 => trial.After(Verbs[random.Next(Verbs.Length)]),
            0 or 1 or 2 => trial.Begin("gpu0"),
            3 or 4 => trial.Preempt(attempt, random.Next(2) == 0 ? null : Make.Checkpoint(attempt, epoch), Make.Epochs(1, epoch), keep),
            5 => trial.Fail(attempt, new(Faults[random.Next(Faults.Length)], "fault"), MaxRestarts),
            6 when random.Next(4) == 0 =>
                trial.Complete(attempt, Make.Result(0.5), Make.Checkpoint(attempt, epoch), Make.Epochs(1, epoch), keep),
            _ =>
                trial.Commit(
                    attempt, Make.Checkpoint(attempt, epoch), Make.Epochs(random.Next(1, epoch + 1), epoch + random.Next(2)), keep),
        };
    }

    private static void Check(Trial before, int attempt, Transition transition)
    {
        if (transition is Transition.Refused refused)
        {
            if (refused.Reason is Refusal.StaleAttempt) Assert.NotEqual(before.Attempt, attempt);
            if (refused.Reason is Refusal.NotLeasable) Assert.True(before.State.IsFinal() || before.State is TrialState.Paused);
            if (refused.Reason is Refusal.HasEnded) Assert.True(before.State.IsFinal());
            return;
        }

        var (trial, dropped) = Assert.IsType<Transition.Accepted>(transition);
        var steps = trial.Checkpoints.Select(checkpoint => checkpoint.Step).ToList();
        Assert.Equal(steps.Distinct().OrderDescending(), steps);
        Assert.Empty(dropped.Intersect(trial.Checkpoints));
        Assert.Subset(trial.Checkpoints.Union(dropped).ToHashSet(), before.Checkpoints.ToHashSet());
        var epochs = trial.History.Select(metrics => metrics.Epoch).ToList();
        Assert.Equal(epochs.Distinct().Order(), epochs);
        Assert.True(before.Checkpoints.Count == 0 || trial.Checkpoints.Count > 0, "a trial with a checkpoint never loses its last one");
        Assert.True(trial.Attempt >= before.Attempt && trial.Preemptions >= trial.Losses);
        Assert.True(trial.State is TrialState.Paused || trial.State is TrialState.Running == trial.Owner is not null);
        Assert.Equal(trial.Owner is null, trial.OpenAttempt is null);
        Assert.Equal(Enumerable.Range(1, trial.Attempt), trial.Attempts().Select(past => past.Attempt));
        Assert.Equal(trial.Losses, trial.PastAttempts.Count(past => past.End is AttemptEnd.Lost));
        Assert.Equal(trial.State is TrialState.Completed, trial.Result is not null);
        if (trial.State is TrialState.Failed) Assert.True(trial.OwnFaults > MaxRestarts);
        if (before.State is TrialState.Completed) Assert.Same(before, trial);
        // Only a retry leads out of an end.
        if (before.State.IsFinal() && !ReferenceEquals(before, trial)) Assert.Equal((0, null), (trial.OwnFaults, trial.Failure));
    }
}
