using OrleansHybrid.Sweeps.Search.Sampling;
using OrleansHybrid.Sweeps.Search.Stopping;

namespace OrleansHybrid.Sweeps.Search.Plans;

/// <summary>
/// Configurations race over their seeds: all get four; from then on one that is worse than its cohort's best gets no more. A cohort's
/// later seeds come after the next cohort's first ones, so that slots are busy while a seed's results come in.
/// </summary>
public sealed class RacingPlan : SearchPlan
{
    private readonly Block[] _blocks;
    private readonly Block[][] _bySeed;
    private readonly int[] _firstTrials;
    private readonly int _cohortSize;
    private readonly Race?[] _races;
    private int _look;

    /// <param name="configurations">How many there are.</param>
    /// <param name="cohortSize">How many race with each other; the last cohort may be smaller.</param>
    public RacingPlan(Sampler sampler, int configurations, int cohortSize, SearchTerms terms) : base(sampler, terms)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(cohortSize);
        (_cohortSize, Configurations) = (cohortSize, configurations);
        _bySeed = [.. Enumerable.Range(0, (configurations + cohortSize - 1) / cohortSize).Select(cohort => Enumerable.Range(0, Terms.Seeds)
            .Select(seed => new Block(cohort, seed, Math.Min(cohortSize, configurations - cohort * cohortSize))).ToArray())];
        _blocks = [.. _bySeed.SelectMany(blocks => blocks).OrderBy(block => block.Tick).ThenBy(block => block.Seed)];
        foreach (var block in _blocks)
        {
            block.FirstTrial = Count;
            Count = checked(Count + block.Size);
        }

        _races = new Race?[_bySeed.Length];
        _firstTrials = [.. _blocks.Select(block => block.FirstTrial)];
    }

    public override int Count { get; }

    public override int Configurations { get; }

    public override TrialPlace PlaceOf(int trial) => new(BlockOf(trial).Seed);

    public override IReadOnlyList<TrialSpan> Needs(int trial)
    {
        var block = BlockOf(trial);
        return block.Seed < SeedRace.LeastSeeds
            ? NeedsOfPick(ConfigurationOf(block, trial))
            :
            [
                .. NeedsOfPick(block.Cohort * _cohortSize + block.Size - 1),
                .. _bySeed[block.Cohort].Take(block.Seed).Select(seed => new TrialSpan(seed.FirstTrial, seed.FirstTrial + seed.Size)),
            ];
    }

    public override Choice Choose(int trial, Func<int, double?> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        var block = BlockOf(trial);
        var configuration = ConfigurationOf(block, trial);
        var seeds = SeedsOf(block.Cohort, block.Seed + 1, results)[trial - block.FirstTrial];
        return PickOf(configuration, results) switch
        {
            Pick.Missing missing => new Choice.Skipped(missing.Reason),
            _ when seeds <= block.Seed => new Choice.Skipped(Text($"after {seeds} seeds it is worse than the best that it races with")),
            Pick.Found found => new Choice.Training(configuration, found.Point, block.Seed, Rung: null, found.Basis),
            _ => throw new InvalidOperationException(),
        };
    }

    public override int FirstTrialOf(int configuration) =>
        _bySeed[configuration / _cohortSize][0].FirstTrial + configuration % _cohortSize;

    private protected override void LookAgain() => _look++;

    private protected override void Tell(Span<Outcome> outcomes, int horizon, Func<int, double?> results)
    {
        foreach (var blocks in _bySeed)
        {
            var known = Math.Clamp(horizon - blocks[^1].FirstTrial, 0, blocks[^1].Size);
            if (known == 0) continue;
            if (!Terms.IsReproducible && !blocks.All(block => IsFinal(block, results))) continue;
            var seeds = SeedsOf(blocks, results);
            for (var place = 0; place < known; place++)
            {
                var configuration = blocks[0].Cohort * _cohortSize + place;
                if (configuration >= outcomes.Length) continue;
                var value = Enumerable.Range(0, seeds[place]).Average(seed => ResultOf(blocks[seed], place, results));
                outcomes[configuration] = double.IsNaN(value) ? new(OutcomeKind.Failed) : new(OutcomeKind.Complete, value);
            }
        }
    }

    /// <summary>
    /// How many of the first seeds each of a cohort's configurations is trained with. It hangs on the results of all but the last
    /// of them.
    /// </summary>
    private int[] SeedsOf(int cohort, int first, Func<int, double?> results)
    {
        var blocks = _bySeed[cohort];
        var seeds = new int[blocks[0].Size];
        Array.Fill(seeds, Math.Min(first, SeedRace.LeastSeeds));
        for (var seed = SeedRace.LeastSeeds; seed < first; seed++)
        {
            var racing = Enumerable.Range(0, seeds.Length).Where(place => seeds[place] == seed).ToDictionary(
                place => place, place => blocks.Take(seed).Select(block => ResultOf(block, place, results)).ToList());
            var best = racing.MinBy(pair => (Mean(pair.Value), pair.Key)).Key;
            foreach (var (place, values) in racing)
                if (place == best || !SeedRace.IsBeaten(values, racing[best])) seeds[place]++;
        }

        return seeds;
    }

    /// <summary>
    /// How many seeds each of a cohort's configurations is trained with at last. Kept from look to look while the results are the
    /// same.
    /// </summary>
    private int[] SeedsOf(Block[] blocks, Func<int, double?> results)
    {
        var cohort = blocks[0].Cohort;
        if (_races[cohort] is { } race && race.Look == _look) return race.Seeds;
        double[] known = [.. blocks.SkipLast(1).SelectMany(block => Enumerable.Range(0, block.Size)
            .Select(place => ResultOf(block, place, results)))];
        if (_races[cohort] is not { } kept || !kept.Results.AsSpan().SequenceEqual(known))
            _races[cohort] = kept = new(known, SeedsOf(cohort, Terms.Seeds, results));
        kept.Look = _look;
        return kept.Seeds;
    }

    private double ResultOf(Block block, int place, Func<int, double?> results) =>
        ValueOf(results(block.FirstTrial + place) ?? double.NaN);

    private static bool IsFinal(Block block, Func<int, double?> results) =>
        Enumerable.Range(block.FirstTrial, block.Size).All(trial => results(trial) is not null);

    private static double Mean(List<double> values) => values.Average() is var mean && double.IsNaN(mean) ? double.PositiveInfinity : mean;

    private Block BlockOf(int trial)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trial);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(trial, Count);
        var place = Array.BinarySearch(_firstTrials, trial);
        return _blocks[place >= 0 ? place : ~place - 1];
    }

    private int ConfigurationOf(Block block, int trial) => block.Cohort * _cohortSize + trial - block.FirstTrial;

    private sealed record Race(double[] Results, int[] Seeds)
    {
        public int Look { get; set; }
    }

    /// <summary>One seed of a cohort.</summary>
    private sealed class Block(int cohort, int seed, int size)
    {
        public int Cohort => cohort;

        public int Seed => seed;

        public int Size => size;

        /// <summary>At each a new cohort begins, with the seeds that need no result, and the ones before it get a seed more.</summary>
        public int Tick => cohort + Math.Max(0, seed - SeedRace.LeastSeeds + 1);

        public int FirstTrial { get; set; }
    }
}
