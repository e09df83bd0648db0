using OrleansHybrid.Cluster.Ledgers;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Sweeps;

public sealed class LedgerTests(ITestOutputHelper output)
{
    private static readonly LedgerRow Done = LedgerRow.Untouched with { State = TrialState.Completed, Attempts = 1 };
    private static readonly LedgerRow Preempted = LedgerRow.Untouched with { State = TrialState.Preempted, Attempts = 1 };
    private static readonly LedgerRow Paused = LedgerRow.Untouched with { State = TrialState.Paused };

    [Fact]
    public void NextWaiting_GoesInOrder_AndTakesWhatCameBackFirst()
    {
        var ledger = New(4);
        Assert.Equal(0, ledger.NextWaiting(_ => true));
        ledger[0] = Done;
        ledger[1] = Done;
        Assert.Equal(2, ledger.NextWaiting(_ => true));

        ledger[0] = Preempted;

        Assert.Equal(0, ledger.NextWaiting(_ => true));
        Assert.Equal(2, ledger.NextWaiting(index => index > 0));
        Assert.Null(ledger.NextWaiting(index => index > 3));
        Assert.Equal(0, ledger.NextWaiting(_ => true));
    }

    [Fact]
    public void Best_OfTrialsToRungs_IsOneOfTheHighestRungThatHasAResult()
    {
        // Trials 0 and 1 pause and can be no best ones, 2 and 3 are at the first rung, 4 and 5 at the second.
        var ledger = new Ledger(6, new("train_loss", Goal.Minimize), rungOf: trial => trial < 2 ? null : trial / 2);
        int? After(int trial, double loss)
        {
            ledger[trial] = Done with
            {
                Result = new()
                {
                    Epochs = 1,
                    TrainLoss = loss,
                    Accuracy = new(0.5, null, null, null),
                    BestTop1 = 0.5,
                    ImagesPerSecond = 1,
                    WeightsSha256 = "",
                    PrototypesSha256 = null,
                },
            };
            return ledger.Best?.Index;
        }

        Assert.Equal([null, 2, 3, 4, 4, 5], [After(0, 0.1), After(2, 0.4), After(3, 0.3), After(4, 0.9), After(2, 0.1), After(5, 0.8)]);
    }

    [Fact]
    public void ChangedSince_TellsEachChangeOnce_AndAllOfThemWhenTheGateMoves()
    {
        var ledger = New(4);
        var start = ledger.Revision;
        Assert.Empty(ledger.ChangedSince(start, most: 4)!);
        ledger[2] = Done;
        ledger[1] = Preempted;
        Assert.Equal([1, 2], ledger.ChangedSince(start, most: 4));
        Assert.Null(ledger.ChangedSince(start, most: 1));

        var later = ledger.Revision;
        ledger[1] = Done;
        ledger.Grow(5);
        Assert.Equal([1, 4], ledger.ChangedSince(later, most: 4));

        var last = ledger.Revision;
        ledger.Gate = Gate.Of(SweepPhase.Paused, null);
        Assert.Equal(5, ledger.ChangedSince(last, most: 5)!.Count);
        // A newer activation does not know what an older one told.
        Assert.Equal(4, new Ledger(4, new("top1", Goal.Maximize), born: ledger.Revision + 1).ChangedSince(ledger.Revision, most: 4)!.Count);
    }

    [Fact]
    public void NextWaiting_AfterAPreemptionFarBack_LooksAtNoTrialThatIsDone()
    {
        var ledger = New(10_000);
        for (var index = 0; index < 9_000; index++)
        {
            Assert.Equal(index, ledger.NextWaiting(_ => true));
            ledger[index] = Done;
        }

        ledger[5] = Preempted;
        var looked = new List<int>();
        ledger.NextWaiting(index =>
        {
            looked.Add(index);
            return index != 5;
        });

        Assert.Equal([5, 9_000], looked);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void NextWaiting_AfterRandomChanges_IsTheFirstThatTheGateLetsThrough(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var ledger = New(40);
        Gate[] gates = [Gate.Open, Gate.Of(SweepPhase.Paused, null), Gate.Of(SweepPhase.Stopped, null)];
        for (var step = 0; step < 5_000; step++)
        {
            LedgerRow[] rows = [LedgerRow.Untouched, Done, Preempted, Paused];
            ledger[random.Next(40)] = rows[random.Next(rows.Length)];
            ledger.Gate = gates[random.Next(gates.Length)];
            if (step == 2_500) ledger.Grow(60);
            var blocked = random.Next(ledger.Trials);

            var next = ledger.NextWaiting(index => index != blocked);

            var waiting = Enumerable.Range(0, ledger.Trials)
                .Where(index => index != blocked && ledger.Gate.LetsThrough(ledger[index].State))
                .ToList();
            Assert.Equal(waiting.Count == 0, next is null);
            if (next is { } index) Assert.Contains(index, waiting);
            Assert.Equal(ledger.Trials, Enum.GetValues<TrialState>().Sum(ledger.Count));
        }
    }

    private static Ledger New(int trials) => new(trials, new ObjectiveMetric("top1", Goal.Maximize));
}
