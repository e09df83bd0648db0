using System.Globalization;
using OrleansHybrid.Sweeps.Search.Draws;
using OrleansHybrid.Sweeps.Search.Sampling.Sequences;
using OrleansHybrid.Sweeps.Search.Spaces;

namespace OrleansHybrid.Sweeps.Search.Sampling;

/// <summary>
/// The points of a scrambled sequence that fills the space evenly. What a rule forbids is passed over, and so is what was taken in
/// a space that can be counted; when the sequence gives nothing new there for long, the rest comes at random.
/// </summary>
public sealed class SequenceSampler : Sampler
{
    private const int MostPassedOver = 1_000;

    private readonly UnitSequence _sequence;
    private readonly string _name;
    private readonly PointRule? _rule;
    private readonly Drawing _drawing;
    private readonly Taken _taken;
    private uint _next;

    private SequenceSampler(Space space, long seed, PointRule? rule, UnitSequence sequence, string name) : base(space) =>
        (_sequence, _name, _rule, _drawing, _taken) = (sequence, name, rule, new(space, seed, rule), new(space));

    /// <summary>Settings that the sequences can have, at most.</summary>
    public const int MostSettings = UnitSequence.MostDimensions;

    /// <param name="space">Of at most <see cref="MostSettings"/> settings.</param>
    /// <param name="rule">Null where every point may be trained.</param>
    public static SequenceSampler Sobol(Space space, long seed, PointRule? rule = null)
    {
        ArgumentNullException.ThrowIfNull(space);
        return new(space, seed, rule, new SobolSequence(space.Axes.Length, Scrambling(space, seed)), "Sobol's");
    }

    /// <inheritdoc cref="Sobol"/>
    public static SequenceSampler Halton(Space space, long seed, PointRule? rule = null)
    {
        ArgumentNullException.ThrowIfNull(space);
        return new(space, seed, rule, new HaltonSequence(space.Axes.Length, Scrambling(space, seed)), "Halton's");
    }

    public override Pick Pick(int configuration, ReadOnlySpan<Outcome> outcomes = default)
    {
        if (_rule is null && Space.Count is null) return Found(At((uint)configuration), (uint)configuration);
        while (_taken.Count <= configuration) _taken.Add(Next());
        return _taken[configuration];
    }

    private Pick Next()
    {
        for (var passedOver = 0; passedOver < MostPassedOver && _taken.Count < (Space.Count ?? long.MaxValue); passedOver++)
        {
            var index = _next++;
            var point = At(index);
            if (_rule?.Invoke(point) != false && !_taken.Contains(point)) return Found(point, index);
        }

        return _drawing.Next(_taken);
    }

    private double[] At(uint index)
    {
        Span<double> place = stackalloc double[Space.Axes.Length];
        _sequence.At(index, place);
        return Space.PointAt(place);
    }

    private Pick.Found Found(double[] point, uint index) =>
        new(point, string.Create(CultureInfo.InvariantCulture, $"number {index} of {_name} sequence, scrambled"));

    private static ulong[] Scrambling(Space space, long seed) => [.. space.Axes.Select(axis =>
        new AddressedDraws(seed, DrawPurpose.Scrambling, key: AddressedDraws.KeyOf(axis.Key)).NextBits())];
}
