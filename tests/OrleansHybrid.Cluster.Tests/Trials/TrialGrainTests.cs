using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Trials;

public sealed class TrialGrainTests : IAsyncLifetime
{
    private static readonly TrialResult Result = new()
    {
        Epochs = 2,
        TrainLoss = 0.1,
        Accuracy = new(0.9, null, null, null),
        BestTop1 = 0.9,
        ImagesPerSecond = 100,
        WeightsSha256 = "weights",
        PrototypesSha256 = null,
    };

    private readonly TemporaryFolder _folder = new();
    private TestSilo _silo = null!;

    private ITrialGrain Trial => _silo.Grains.GetTrial(new("alone", 3));

    public async ValueTask InitializeAsync() => _silo = await TestSilo.Start(_folder.Path);

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Begin_WithANewLease_RefusesEveryReportOfTheFormerAttempt()
    {
        var first = await Trial.Begin("first", "here/cpu0");
        var second = await Trial.Begin("second", "here/cpu0");

        Assert.Equal((1, 2), (first.Trial.Attempt, second.Trial.Attempt));
        Assert.Equal(Refusal.StaleAttempt, (await Trial.Commit(1, At(1, 3), [], 2)).Refused);
        Assert.Equal(Refusal.StaleAttempt, (await Trial.Complete(1, Result, At(1, 3), [], 2)).Refused);
        Assert.Equal(Refusal.StaleAttempt, (await Trial.Preempt(1, At(1, 3), [], 2)).Refused);
        Assert.Equal(Refusal.StaleAttempt, (await Trial.Fail(1, new(FailureKind.Crash, "gone"), 3)).Refused);
        var accepted = await Trial.Commit(2, At(2, 3), [Epoch(1)], 2);
        Assert.Null(accepted.Refused);
        Assert.Equal([At(2, 3)], accepted.Checkpoints);
    }

    [Fact]
    public async Task Report_WithTheKeyOfAnotherLease_IsRefused_AlsoOfATrialThatWasDeletedAndBegunAgain()
    {
        await Trial.Begin("former", "here/cpu0");
        await Trial.Delete();
        await Trial.Begin("new", "here/cpu0");

        Assert.Equal(Refusal.StaleAttempt, (await Trial.Commit(1, At(1, 3), [], 2, "former", 5)).Refused);
        Assert.Equal(Refusal.StaleAttempt, (await Trial.Complete(1, Result, At(1, 3), [], 2, "former", 5)).Refused);
        Assert.Null((await Trial.Commit(1, At(1, 3), [], 2, "new", 5)).Refused);
    }

    [SlowFact]
    public async Task Commit_OfTwoAttemptsAtOnce_OneWinsEachOfAThousandRaces()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(index => Race(_silo.Grains.GetTrial(new("races", index)), races: 50)));

        static async Task Race(ITrialGrain trial, int races)
        {
            for (var race = 1; race <= races; race++)
            {
                // The second attempt begins while the first one still means to commit: either order may come first.
                var first = (await trial.Begin($"first {race}", "here/cpu0")).Trial.Attempt;
                var (early, begun) = (trial.Commit(first, At(first, 3 * race), [], 2), trial.Begin($"second {race}", "here/cpu0"));
                var second = (await begun).Trial.Attempt;
                await early;
                var late = await Task.WhenAll(
                    trial.Commit(first, At(first, 3 * race + 1), [], 2), trial.Commit(second, At(second, 3 * race + 1), [], 2));

                Assert.Equal([Refusal.StaleAttempt, null], late.Select(answer => answer.Refused));
                Assert.Equal(At(second, 3 * race + 1), (await trial.Checkpoints())[0]);
            }
        }
    }

    [Fact]
    public async Task Begin_RepeatedWithTheSameLease_GivesTheSameAttempt()
    {
        await Trial.Begin("lease", "here/cpu0");

        var repeated = await Trial.Begin("lease", "here/cpu0");

        Assert.Equal((null, 1, 0), (repeated.Refused, repeated.Trial.Attempt, repeated.Trial.Preemptions));
    }

    [Fact]
    public async Task Begin_OfACompletedTrial_AnswersWithItsResult()
    {
        await Trial.Begin("lease", "here/cpu0");
        await Trial.Complete(1, Result, At(1, 6), [Epoch(1), Epoch(2)], 2);

        var answer = await Trial.Begin("another", "here/cpu0");

        Assert.Equal((Refusal.NotLeasable, TrialState.Completed, 1), (answer.Refused, answer.Trial.State, answer.Trial.Attempt));
        Assert.Equal(Result, answer.Trial.Result);
    }

    [Fact]
    public async Task Commit_BeyondWhatIsKept_NamesTheCheckpointsThatMayGo()
    {
        await Trial.Begin("lease", "here/cpu0");
        await Trial.Commit(1, At(1, 3), [Epoch(1)], 2);
        await Trial.Commit(1, At(1, 6), [Epoch(2)], 2);

        var third = await Trial.Commit(1, At(1, 9), [Epoch(3)], 2);

        Assert.Equal([At(1, 3)], third.Dropped);
        Assert.Equal([At(1, 9), At(1, 6)], third.Checkpoints);
        Assert.Equal([1, 2, 3], (await Trial.History()).Select(epoch => epoch.Epoch));
    }

    [Fact]
    public async Task Record_AfterARestartOfTheSilo_IsAsItWasAcknowledged()
    {
        await Trial.Begin("lease", "here/cpu0");
        await Trial.Commit(1, At(1, 3), [Epoch(1)], 2, "lease", seconds: 60);
        await _silo.DisposeAsync();
        _silo = await TestSilo.Start(_folder.Path);

        var answer = await Trial.Begin("next", "there/cpu0", lost: new("lease", 90));

        Assert.Equal(
            [("here/cpu0", AttemptEnd.Lost), ("there/cpu0", AttemptEnd.Open)],
            (await Trial.Attempts()).Select(attempt => (attempt.Slot, attempt.End)));
        Assert.Equal((30, 90), (answer.Trial.LostSeconds, answer.Trial.PastSeconds));
        Assert.Equal((2, 1), (answer.Trial.Attempt, answer.Trial.Preemptions));
        Assert.Equal([At(1, 3)], answer.Checkpoints);
        Assert.Equal([Epoch(1)], await Trial.History());
    }

    private static CheckpointRef At(int attempt, int step) => new($"a{attempt:D4}-s{step:D6}", attempt, step / 3, step, 100, "hash");

    private static EpochMetrics Epoch(int number) => new()
    {
        Epoch = number,
        Step = number * 3,
        TrainLoss = 1,
        ContrastiveLoss = null,
        ClassifierLoss = 1,
        Alpha = 0.5,
        LearningRate = 0.1,
        Accuracy = new(0.5, null, 0.25, null),
        ImagesPerSecond = 100,
        Seconds = 1,
    };
}
