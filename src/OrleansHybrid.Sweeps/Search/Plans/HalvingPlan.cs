using OrleansHybrid.Sweeps.Search.Draws;
using OrleansHybrid.Sweeps.Search.Halving;
using OrleansHybrid.Sweeps.Search.Sampling;

namespace OrleansHybrid.Sweeps.Search.Plans;

/// <summary>
/// Successive halving in cohorts. Each training to a rung is a trial of its own, with a fixed number: the rungs of a cohort come in
/// order, and before a higher one comes a lower one of the next cohort, so that slots are busy while a rung fills. Which configuration a
/// trial at a higher rung trains is the result of the rung below. The last trials are controls: configurations that were pruned at the
/// first rung, one of each of as many equal parts of their ranks, are trained to the end. No choice looks at their results.
/// </summary>
public sealed class HalvingPlan : SearchPlan
{
    private readonly RungBlock[] _blocks;
    private readonly RungBlock[][] _cohorts;
    private readonly int[] _firstConfigurations;
    private readonly int[] _firstTrials;
    private readonly RungBlock[][] _halved;
    private readonly int _controls, _firstControl;
    private readonly long _seed;
    private int _look;

    /// <param name="cohorts">In their order; see <see cref="Cohorts"/>.</param>
    /// <param name="controls">How many pruned configurations are trained to the end.</param>
    /// <param name="seed">Part of the address of the draw of each control.</param>
    public HalvingPlan(Sampler sampler, IReadOnlyList<Bracket> cohorts, SearchTerms terms, int controls = 0, long seed = 0)
        : base(sampler, terms)
    {
        ArgumentNullException.ThrowIfNull(cohorts);
        (_controls, _seed) = (controls, seed);
        (_cohorts, _firstConfigurations) = (new RungBlock[cohorts.Count][], new int[cohorts.Count]);
        for (var cohort = 0; cohort < cohorts.Count; cohort++)
        {
            _cohorts[cohort] = new RungBlock[cohorts[cohort].Epochs.Count];
            for (var rung = 0; rung < cohorts[cohort].Epochs.Count; rung++)
            {
                var below = rung == 0 ? null : _cohorts[cohort][rung - 1];
                _cohorts[cohort][rung] = new(cohorts[cohort], cohort, rung, below) { FirstConfiguration = Configurations };
            }

            _firstConfigurations[cohort] = Configurations;
            Configurations += cohorts[cohort].Configurations;
        }

        // At each tick a new cohort begins and the ones before it move up a rung.
        _blocks = [.. _cohorts.SelectMany(blocks => blocks).OrderBy(block => block.Cohort + block.Rung).ThenBy(block => block.Rung)];
        foreach (var block in _blocks)
        {
            block.FirstTrial = Count;
            Count = checked(Count + block.Size * Terms.Seeds);
        }

        _firstTrials = [.. _blocks.Select(block => block.FirstTrial)];
        _halved = [.. _cohorts.Where(blocks => blocks.Length > 1)];
        _firstControl = Count;
        Count = checked(Count + (_halved.Length == 0 ? 0 : controls) * Terms.Seeds);
    }

    public override int Count { get; }

    public override int Configurations { get; }

    /// <summary>How many trials train to a rung, by its epochs.</summary>
    public IEnumerable<(int Epochs, int Trials)> TrialsByRung => _blocks
        .GroupBy(block => block.Epochs)
        .OrderBy(blocks => blocks.Key)
        .Select(blocks => (blocks.Key, blocks.Sum(block => block.Size * Terms.Seeds)));

    public override TrialPlace PlaceOf(int trial)
    {
        if (IsControl(trial, out var control))
            return new((trial - _firstControl) % Terms.Seeds, CohortOf(control)[^1].Rung, CohortOf(control)[^1].Epochs, IsControl: true);
        var block = BlockOf(trial);
        return new((trial - block.FirstTrial) % Terms.Seeds, block.Rung, block.Epochs);
    }

    public override IReadOnlyList<TrialSpan> Needs(int trial)
    {
        if (IsControl(trial, out var control)) return NeedsOfRanking(CohortOf(control)[0]);
        var block = BlockOf(trial);
        return block.Below is { } below
            ? NeedsOfRanking(below)
            : NeedsOfPick(block.FirstConfiguration + (trial - block.FirstTrial) / Terms.Seeds);
    }

    public override Choice Choose(int trial, Func<int, double?> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        LookAgain();
        if (IsControl(trial, out var control)) return ChooseControl(control, (trial - _firstControl) % Terms.Seeds, results);
        var block = BlockOf(trial);
        var (place, seed) = Math.DivRem(trial - block.FirstTrial, Terms.Seeds);
        var (configuration, after) = (block.FirstConfiguration + place, (int?)null);
        if (block.Below is { } below)
        {
            var ranking = RankingOf(below, results);
            configuration = ConfigurationsOf(block, results)[place];
            var from = ranking.Places[configuration];
            if (!double.IsFinite(ranking.ByPlace[from].Value)) return NoneLeft(ranking, below);
            after = below.FirstTrial + from * Terms.Seeds + seed;
        }

        return PickOf(configuration, results) switch
        {
            Pick.Found found => new Choice.Training(
                configuration,
                found.Point,
                seed,
                new(block.Rung, block.Epochs, after),
                after is null ? found.Basis : Promoted(place, block.Below!)),
            Pick.Missing missing => new Choice.Skipped(missing.Reason),
            _ => throw new InvalidOperationException(),
        };
    }

    /// <summary>
    /// What has been decided of each configuration. More results only add decisions; one may be taken before the trial that trains it
    /// further can be chosen.
    /// </summary>
    /// <param name="results">The final result of a trial, NaN of one that failed or was skipped; null while there is none.</param>
    public IReadOnlyList<Standing> Decide(Func<int, double?> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        LookAgain();
        var standings = new List<Standing>(Configurations);
        foreach (var blocks in _cohorts)
        {
            var reached = new Dictionary<(int Configuration, int Rung), double>();
            foreach (var block in blocks)
            {
                if (block.Below is { } below && !IsFinal(below.FirstTrial, below.Size * Terms.Seeds, results)) break;
                var configurations = ConfigurationsOf(block, results);
                for (var place = 0; place < block.Size; place++)
                {
                    var first = block.FirstTrial + place * Terms.Seeds;
                    if (IsFinal(first, Terms.Seeds, results))
                        reached.Add((configurations[place], block.Rung), MeanOf(first, results));
                }
            }

            standings.AddRange(new CohortHalving(blocks[0].FirstConfiguration, [.. blocks.Select(block => block.Size)])
                .Decide((configuration, rung) => reached.TryGetValue((configuration, rung), out var value) ? value : null));
        }

        return standings;
    }

    public override void Decided(int trial, int? configuration)
    {
        if (IsControl(trial, out _) || configuration is not { } trained) return;
        var block = BlockOf(trial);
        if (block.Below is not null) block.Decide((trial - block.FirstTrial) / Terms.Seeds, trained);
    }

    public override int FirstTrialOf(int configuration)
    {
        var cohort = Array.BinarySearch(_firstConfigurations, configuration);
        var block = _cohorts[cohort >= 0 ? cohort : ~cohort - 1][0];
        return block.FirstTrial + (configuration - block.FirstConfiguration) * Terms.Seeds;
    }

    private protected override void LookAgain() => _look++;

    private protected override void Tell(Span<Outcome> outcomes, int horizon, Func<int, double?> results)
    {
        foreach (var block in _blocks)
        {
            if (block.FirstTrial >= horizon) break;
            if (!Terms.IsReproducible && !IsKnownWho(block, results)) continue;
            var known = Math.Min(block.Size, (horizon - block.FirstTrial) / Terms.Seeds);
            var configurations = ConfigurationsOf(block, results);
            for (var place = 0; place < known; place++)
            {
                // A cohort's blocks come in the order of its rungs: the highest is told last.
                var configuration = configurations[place];
                if (configuration >= outcomes.Length) continue;
                if (FinalMeanOf(block.FirstTrial + place * Terms.Seeds, results) is not { } value) continue;
                outcomes[configuration] = double.IsNaN(value) ? new(OutcomeKind.Failed)
                    : block.IsLast ? new(OutcomeKind.Complete, value)
                    : new(OutcomeKind.Partial, value, block.Epochs);
            }
        }
    }

    /// <summary>Whether the results say which configurations a block's trials train.</summary>
    private bool IsKnownWho(RungBlock block, Func<int, double?> results)
    {
        for (var below = block.Below; below is not null; below = below.Below)
            if (!IsFinal(below.FirstTrial, below.Size * Terms.Seeds, results)) return false;
        return true;
    }

    private static bool IsFinal(int first, int count, Func<int, double?> results)
    {
        for (var trial = first; trial < first + count; trial++)
            if (results(trial) is null) return false;
        return true;
    }

    private bool IsControl(int trial, out int control)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(trial, Count);
        control = (trial - _firstControl) / Terms.Seeds;
        return trial >= _firstControl;
    }

    /// <summary>The controls are shared out among the cohorts in turns.</summary>
    private RungBlock[] CohortOf(int control) => _halved[control % _halved.Length];

    private Choice ChooseControl(int control, int seed, Func<int, double?> results)
    {
        var (blocks, part) = (CohortOf(control), control / _halved.Length);
        var parts = (_controls - control % _halved.Length + _halved.Length - 1) / _halved.Length;
        var (lowest, ranking) = (blocks[0], RankingOf(blocks[0], results));
        var (best, pruned) = (blocks[1].Size, (long)(lowest.Size - blocks[1].Size));
        var (first, until) = (best + (int)(pruned * part / parts), best + (int)(pruned * (part + 1) / parts));
        if (first == until) return new Choice.Skipped("there are more controls than pruned configurations");
        var place = first + new AddressedDraws(_seed, DrawPurpose.Control, control).NextInt(until - first);
        while (place > first && !double.IsFinite(ranking.Best[place].Value)) place--;
        if (!double.IsFinite(ranking.Best[place].Value))
            return new Choice.Skipped(Text($"of rank {first + 1} to {until} at rung 1 none has a result"));
        var configuration = ranking.Best[place].Configuration;
        return PickOf(configuration, results) is Pick.Found found
            ? new Choice.Training(
                configuration,
                found.Point,
                seed,
                new(blocks[^1].Rung, blocks[^1].Epochs, lowest.FirstTrial + ranking.Places[configuration] * Terms.Seeds + seed),
                Text($"control: pruned as {Ordinal(place + 1)} of {lowest.Size} at rung 1 ({InEpochs(lowest.Epochs)})"))
            : throw new InvalidOperationException();
    }

    private static Choice.Skipped NoneLeft(RungRanking ranking, RungBlock below)
    {
        var left = ranking.Best.Count(result => double.IsFinite(result.Value));
        return new(Text($"of {below.Size} at rung {below.Rung + 1} only {left} have a result"));
    }

    private static string Promoted(int place, RungBlock below) =>
        Text($"promoted {Ordinal(place + 1)} of {below.Size} at rung {below.Rung + 1} ({InEpochs(below.Epochs)})");

    private RungBlock BlockOf(int trial)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(trial);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(trial, Count);
        var place = Array.BinarySearch(_firstTrials, trial);
        return _blocks[place >= 0 ? place : ~place - 1];
    }

    /// <summary>Who stands where in a block hangs on the results of the blocks below it too, and on what the cohort began with.</summary>
    private IReadOnlyList<TrialSpan> NeedsOfRanking(RungBlock block) => block.NeedsOfRanking ??=
    [
        .. block.Below is { } below ? NeedsOfRanking(below) : NeedsOfPick(block.FirstConfiguration + block.Size - 1),
        new(block.FirstTrial, block.FirstTrial + block.Size * Terms.Seeds),
    ];

    /// <summary>Which configurations a block's trials train, by their place.</summary>
    private int[] ConfigurationsOf(RungBlock block, Func<int, double?> results)
    {
        if (block.Below is not { } below) return block.Beginners;
        var (best, next) = (RankingOf(below, results).Best, 0);
        var configurations = new int[block.Size];
        for (var place = 0; place < block.Size; place++)
        {
            if (block.DecidedAt(place) is { } decided)
            {
                configurations[place] = decided;
                continue;
            }

            // Since the others were promoted, a retry may have changed the ranking: nothing is promoted twice.
            while (block.HasDecided(best[next].Configuration)) next++;
            configurations[place] = best[next++].Configuration;
        }

        return configurations;
    }

    /// <summary>A block's results in their order. Kept from look to look while they are the same.</summary>
    private RungRanking RankingOf(RungBlock block, Func<int, double?> results)
    {
        if (block.Look == _look) return block.Ranking!;
        var (configurations, byPlace) = (ConfigurationsOf(block, results), new RungResult[block.Size]);
        for (var place = 0; place < block.Size; place++)
            byPlace[place] = new(configurations[place], MeanOf(block.FirstTrial + place * Terms.Seeds, results));
        block.Look = _look;
        return block.Ranking is { } kept && kept.ByPlace.AsSpan().SequenceEqual(byPlace) ? kept : block.Ranking = new(byPlace);
    }
}
