using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Tests.Report;

/// <summary>What became of the trials of a sweep that never ran: every number that a report shows, and slots that come and go.</summary>
internal static class GeneratedSweep
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Made { get; } = Start.AddDays(4);

    /// <summary>2 x 2 methods and imbalances, two seeds.</summary>
    public static SweepDefinition Small { get; } = Parse("temperature: {values: [0.1]}", "[100, 10]", "[none, psc]", seeds: 2);

    /// <summary>5 x 4 x 2 x 5 x 2 configurations, five seeds: 2,000 trials.</summary>
    public static SweepDefinition Large { get; } = Parse(
        "temperature: {values: [0.05, 0.1, 0.2, 0.5, 1.0]}\n  batch_size: {values: [128, 256, 512, 1024]}\n  alpha_schedule: "
            + "{values: [parabolic, linear]}",
        "[100, 10]", "[none, sc, psc, mpsc, uc]", seeds: 5);

    /// <summary>Numbers over a range, as a random search draws them, and inactive without a contrastive loss: 61 trials.</summary>
    public static SweepDefinition Scattered { get; } = Parse(
        $"temperature: {{values: "
            + $"[{string.Join(", ", Enumerable.Range(1, 60).Select(step => FormattableString.Invariant($"{0.01 * step:0.##}")))}], when: "
                + $"{{contrastive_loss: sc}}}}",
        "[100]", "[none, sc]", seeds: 1);

    /// <param name="slots">GPUs, four a machine.</param>
    public static IReadOnlyList<TrialOutcome> Outcomes(SweepDefinition sweep, int slots = 16, int epochs = 200)
    {
        var random = new Random(5);
        var free = new DateTimeOffset[slots];
        Array.Fill(free, Start);
        return [.. Enumerable.Range(0, sweep.TrialCount).Select(index => Outcome(sweep, index, epochs, free, random))];
    }

    private static TrialOutcome Outcome(SweepDefinition sweep, int index, int epochs, DateTimeOffset[] free, Random random)
    {
        var spec = sweep.Trial(index);
        var attempts = Attempts(free, random);
        if (index > 100 && index % 97 == 0)
        {
            var failure = new TrialFailure(FailureKind.NonFiniteLoss, "the loss became NaN in epoch 3: lower learning_rate");
            return new(
                spec,
                new()
                {
                    Index = index,
                    State = TrialState.Failed,
                    Attempts = attempts.Count,
                    Preemptions = 0,
                    Failure = failure,
                },
                [],
                [.. attempts[..^1], attempts[^1] with { End = AttemptEnd.Failed, LostSeconds = 40 }]);
        }

        // Of a large sweep, something is always still to be done.
        if (index > sweep.TrialCount - 5 && index > 100)
            return new(
                spec,
                new() { Index = index, State = TrialState.Running, Attempts = attempts.Count, Preemptions = 0 },
                [],
                [.. attempts[..^1], attempts[^1] with { End = AttemptEnd.Open }]);

        var top1 = Top1(spec.Recipe) + 0.012 * (random.NextDouble() - 0.5);
        EpochMetrics[] history = [.. Enumerable.Range(1, epochs).Select(epoch => Epoch(epoch, epochs, top1, random))];
        var accuracy = new Accuracy(top1, top1 + 0.12, top1, top1 - 0.2);
        var result = new TrialResult
        {
            Epochs = epochs,
            TrainLoss = history[^1].TrainLoss,
            Accuracy = accuracy,
            BestTop1 = top1 + 0.004,
            ImagesPerSecond = 900 + 50 * random.NextDouble(),
            WeightsSha256 = spec.ContentHash,
            PrototypesSha256 = null,
        };
        return new(spec, new()
        {
            Index = index,
            State = TrialState.Completed,
            Attempts = attempts.Count,
            Preemptions = attempts.Count - 1,
            Result = result,
        }, history, attempts);
    }

    private static double Top1(Recipe recipe) =>
        0.5
        + recipe.ContrastiveLoss switch
        {
            ContrastiveLossName.Sc => 0.12,
            ContrastiveLossName.Psc => 0.10,
            ContrastiveLossName.Mpsc => 0.11,
            ContrastiveLossName.Uc => 0.04,
            _ => 0
        }
        + (recipe.Imbalance == 10 ? 0.15 : 0)
        - 0.03 * Math.Abs(Math.Log10(recipe.Temperature / (recipe.ContrastiveLoss is ContrastiveLossName.Psc ? 0.5 : 0.1)))
        - 0.00002 * Math.Abs(recipe.BatchSize - 512);

    private static EpochMetrics Epoch(int epoch, int epochs, double top1, Random random)
    {
        var progress = 1 - Math.Exp(-4.0 * epoch / epochs);
        var now = 0.1 + (top1 - 0.1) * progress + (epoch == epochs ? 0 : 0.02 * (random.NextDouble() - 0.5));
        return new()
        {
            Epoch = epoch,
            Step = epoch * 100,
            TrainLoss = 3 - 2.5 * progress + 0.05 * random.NextDouble(),
            ContrastiveLoss = 1,
            ClassifierLoss = 1,
            Alpha = 1 - progress,
            LearningRate = 0.1,
            Accuracy = new(now, now + 0.1, now, now - 0.15),
            ImagesPerSecond = 900,
            Seconds = 12,
        };
    }

    private static List<AttemptRecord> Attempts(DateTimeOffset[] free, Random random)
    {
        var attempts = new List<AttemptRecord>();
        var left = 2400 + 400 * random.NextDouble();
        while (true)
        {
            var slot = Array.IndexOf(free, free.Min());
            var (began, place) = (free[slot].AddSeconds(5 + 20 * random.NextDouble()), $"10.0.0.{slot / 4 + 1}:11111/gpu{slot % 4}");
            var disturbance = random.NextDouble();
            var lasts = disturbance < 0.15 ? left * (0.2 + 0.6 * random.NextDouble()) : left;
            free[slot] = began.AddSeconds(lasts + (disturbance < 0.15 ? 300 : 0));
            var (end, lost) = disturbance switch
            {
                < 0.05 => (AttemptEnd.Lost, 60 * random.NextDouble()),
                < 0.15 => (AttemptEnd.Preempted, 0.0),
                _ => (AttemptEnd.Completed, 0.0)
            };
            attempts.Add(new(attempts.Count + 1, place, began, Math.Round(lasts, 3), end, Math.Round(lost, 3)));
            left += lost - lasts;
            if (end is AttemptEnd.Completed) return attempts;
        }
    }

    private static SweepDefinition Parse(string tuning, string imbalances, string losses, int seeds) => new SweepText($$"""
        name: generated
        description: "Made up: <b>no</b> trial of it ever ran"
        parameters:
          contrastive_loss: {values: {{losses}}}
          imbalance: {values: {{imbalances}}}
          {{tuning}}
        repeats: {seeds: [{{string.Join(", ", Enumerable.Range(0, seeds))}}]}
        recipe: {dataset: cifar10, backbone: resnet32}
        """, "generated.yaml").Parse();
}
