using OrleansHybrid.Sweeps.Search.Halving;

namespace OrleansHybrid.Sweeps.Search.Plans;

/// <summary>
/// Splits brackets into cohorts: within one, halving waits for every result of a rung, and while it does the next cohort trains.
/// </summary>
public static class Cohorts
{
    /// <summary>
    /// A cohort has at least so many configurations where there are as many: of few the best is too much a matter of luck.
    /// </summary>
    public const int LeastSize = 24;

    /// <param name="brackets">Compared each within itself.</param>
    /// <param name="leastSize">More slots than a cohort has configurations stand idle at times.</param>
    /// <returns>Cohorts of equal size, give or take one, the brackets' in turns.</returns>
    public static IReadOnlyList<Bracket> Of(IReadOnlyList<Bracket> brackets, int leastSize = LeastSize)
    {
        ArgumentNullException.ThrowIfNull(brackets);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(leastSize);
        var cohorts = from bracket in brackets.Select((bracket, number) => (Bracket: bracket, Number: number))
                      let count = CountOf(bracket.Bracket, leastSize)
                      from cohort in Enumerable.Range(0, count)
                      let size = bracket.Bracket.Configurations / count + (cohort < bracket.Bracket.Configurations % count ? 1 : 0)
                      // By how much of its bracket lies before it; as fractions, so that equal ones are equal.
                      let place = new Share(2 * cohort + 1, 2 * count)
                      select (Cohort: bracket.Bracket with { Configurations = size }, Place: place, bracket.Number);
        return [.. cohorts.OrderBy(cohort => cohort.Place).ThenBy(cohort => cohort.Number).Select(cohort => cohort.Cohort)];
    }

    private static int CountOf(Bracket bracket, int leastSize)
    {
        // So many leave one at the last rung.
        var whole = 1L;
        for (var rung = 1; rung < bracket.Epochs.Count && whole < bracket.Configurations; rung++) whole *= bracket.Eta;
        var size = (leastSize + whole - 1) / whole * whole;
        return (int)Math.Max(1, bracket.Configurations / size);
    }

    private readonly record struct Share(long Numerator, long Denominator) : IComparable<Share>
    {
        public int CompareTo(Share other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);
    }
}
