using System.Globalization;
using OrleansHybrid.Sweeps.Search.Draws;
using OrleansHybrid.Sweeps.Search.Halving;
using OrleansHybrid.Sweeps.Search.Plans;
using OrleansHybrid.Sweeps.Search.Sampling;
using OrleansHybrid.Sweeps.Search.Spaces;

namespace OrleansHybrid.Sweeps.Tests.Search.Plans;

/// <summary>Searches of every kind, and what their trainings come to.</summary>
internal static class SomePlans
{
    private static readonly Space
        Mixed = new(
            new SpaceAxis("lr", Distributions.LogUniform(1e-4, 1).OrThrow()),
            new SpaceAxis("width", Distributions.Stepped(16, 128, 16).OrThrow()),
            new SpaceAxis("loss", Distributions.Categories(3).OrThrow())),
        Finite =
            new(new SpaceAxis("width", Distributions.Stepped(16, 128, 16).OrThrow()),
                new SpaceAxis("loss", Distributions.Categories(6).OrThrow()));

    private static readonly SearchTerms Once = new(IsMaximised: true), Thrice = new(IsMaximised: false, Seeds: 3, Lag: 5);

    public static IReadOnlyDictionary<string, Func<SearchPlan>> All { get; } = new Dictionary<string, Func<SearchPlan>>
    {
        ["random"] = () => new SampledPlan(new RandomSampler(Mixed, 1), 40, Once),
        ["random, finite, under a rule"] = () => new SampledPlan(new RandomSampler(Finite, 2, Rule), 40, Thrice),
        ["sobol"] = () => new SampledPlan(SequenceSampler.Sobol(Mixed, 3, Rule), 40, Once),
        ["halton, finite"] = () => new SampledPlan(SequenceSampler.Halton(Finite, 4), 40, Once),
        ["tpe"] = () => new SampledPlan(new TpeSampler(Mixed, 5), 30, Once),
        ["tpe, finite, under a rule, seeds"] = () => new SampledPlan(new TpeSampler(Finite, 6, Rule), 24, Thrice),
        ["grid halving"] = () => new HalvingPlan(new GridSampler(Finite), Halving(48, 9), Once),
        ["random halving, seeds"] = () => new HalvingPlan(new RandomSampler(Mixed, 7), Halving(20, 5), Thrice),
        ["tpe halving"] = () => new HalvingPlan(new TpeSampler(Mixed, 8), Halving(27, 9), Once),
        ["tpe halving, finite, seeds"] = () => new HalvingPlan(new TpeSampler(Finite, 9), Halving(20, 6), Thrice),
        ["tpe halving, controls, seeds"] = () => new HalvingPlan(new TpeSampler(Mixed, 17), Halving(36, 9), Thrice, controls: 5, seed: 2),
        ["tpe hyperband"] = () => new HalvingPlan(new TpeSampler(Mixed, 10), Cohorts.Of(Brackets.Hyperband(9, 3)), Once),
        ["random adaptive"] = () => new HalvingPlan(
            new RandomSampler(Mixed, 11), Cohorts.Of(Brackets.Adaptive(BracketMode.Standard, 16, 4, 30), leastSize: 8), Once),
        ["random racing"] = () => new RacingPlan(new RandomSampler(Mixed, 12), 9, 4, new(IsMaximised: false, Seeds: 8)),
        ["tpe racing"] = () => new RacingPlan(new TpeSampler(Mixed, 13), 18, 3, new(IsMaximised: true, Seeds: 6, Lag: 4)),
        ["random median"] = () => new MedianPlan(new RandomSampler(Mixed, 15), 14, [1, 2, 4], new(Startup: 3), Once),
        ["tpe median, seeds"] = () => new MedianPlan(
            new TpeSampler(Mixed, 16), 14, [2, 6], new(Startup: 3), Once with { Lag = 1, Seeds = 2 }),
        ["too many trials"] = () =>
            new SampledPlan(new TpeSampler(new(new SpaceAxis("loss", Distributions.Categories(12).OrThrow())), 14), 16, Once),
    };

    /// <summary>A result that hangs on what is trained alone; one in ten fails.</summary>
    public static double Result(Choice choice)
    {
        if (choice is not Choice.Training training) return double.NaN;
        var number = 0UL;
        foreach (var coordinate in training.Point) number = AddressedDraws.Mix(number ^ BitConverter.DoubleToUInt64Bits(coordinate));
        var draws = new AddressedDraws((long)number, DrawPurpose.Value, training.Seed);
        var isFailure = draws.NextInt(10) == 0;
        // Coarse, so that there are ties; good and bad configurations are so with most seeds.
        return isFailure ? double.NaN : (int)(number >> 60) + draws.NextInt(3) + (training.Rung?.Number ?? 0);
    }

    public static string Text(Choice choice) => choice switch
    {
        Choice.Training training => string.Create(
            CultureInfo.InvariantCulture,
            $"{training.Configuration} at ({string.Join(' ', training.Point)}), seed {training.Seed}, {training.Rung}: {training.Basis}"),
        Choice.Skipped skipped => skipped.Reason,
        _ => throw new InvalidOperationException(),
    };

    private static bool Rule(Span<double> point) => point[^1] != 2 || point[^2] <= 64;

    private static IReadOnlyList<Bracket> Halving(int configurations, int leastSize) =>
        Cohorts.Of([new(Rungs.DownTo(1, 9, 3).OrThrow(), configurations, 3)], leastSize);
}
