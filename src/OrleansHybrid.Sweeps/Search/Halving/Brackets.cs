using System.Numerics;

namespace OrleansHybrid.Sweeps.Search.Halving;

/// <summary>How Determined's adaptive_asha spreads configurations over brackets.</summary>
public enum BracketMode
{
    /// <summary>From one bracket without any halving to the one with most rungs.</summary>
    Conservative,

    /// <summary>The half of them with most rungs.</summary>
    Standard,

    /// <summary>The one with most rungs alone.</summary>
    Aggressive,
}

/// <summary>Several brackets at once, as a hedge against rungs that mislead: those with fewer rungs prune less.</summary>
public static class Brackets
{
    /// <summary>Determined's adaptive_asha.</summary>
    /// <param name="epochs">Of a training to the end.</param>
    /// <param name="eta">Its divisor.</param>
    /// <param name="configurations">Its max_trials.</param>
    /// <param name="mostRungs">Its max_rungs.</param>
    /// <returns>The bracket with most rungs first.</returns>
    public static IReadOnlyList<Bracket> Adaptive(BracketMode mode, int epochs, int eta, int configurations, int mostRungs = 5)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mostRungs);
        // So that the top rung has a configuration at least.
        var most = Math.Min(mostRungs, Math.Min(Rungs.CountDownTo(1, epochs, eta), Rungs.CountDownTo(1, configurations, eta)));
        return Of([.. Enumerable.Range(1, most).Where(rungs => mode switch
        {
            BracketMode.Aggressive => rungs == most,
            BracketMode.Standard => rungs >= (most - 1) / 2 + 1,
            _ => true,
        })], epochs, eta, configurations);
    }

    /// <summary>Brackets of some numbers of rungs, each about as dear as the others (Determined's bracket_rungs).</summary>
    public static IReadOnlyList<Bracket> Of(IReadOnlyList<int> rungs, int epochs, int eta, int configurations)
    {
        ArgumentNullException.ThrowIfNull(rungs);
        int[] falling = [.. rungs.OrderDescending()];
        // eta^(m-1) configurations cost m times one that is trained to the end: weights as whole numbers over a common denominator.
        var common = falling.Aggregate(BigInteger.One, (product, m) => product * m);
        BigInteger[] weights = [.. falling.Select(m => BigInteger.Pow(eta, m - 1) * common / m)];
        var total = weights.Aggregate(BigInteger.Zero, (sum, weight) => sum + weight);
        int[] counts = [.. weights.Select(weight => Math.Max(1, (int)(weight * configurations / total)))];
        counts[0] += Math.Max(0, configurations - counts.Sum());
        return [.. falling.Select((m, i) => new Bracket(Rungs.Of(epochs, eta, m).OrThrow(), counts[i], eta))];
    }

    /// <summary>Hyperband (Li et al., 2018): about as much training in each bracket, from the most rungs to none.</summary>
    public static IReadOnlyList<Bracket> Hyperband(int epochs, int eta)
    {
        var most = Rungs.CountDownTo(1, epochs, eta);
        return [.. Enumerable.Range(1, most).Reverse().Select(rungs =>
            new Bracket(Rungs.Of(epochs, eta, rungs).OrThrow(), Ceiling(most * BigInteger.Pow(eta, rungs - 1), rungs), eta))];
    }

    /// <summary>How many configurations of each bracket run at once (Determined's max_concurrent_trials).</summary>
    public static IReadOnlyList<int> Concurrent(int brackets, int atOnce)
    {
        atOnce = Math.Max(atOnce, brackets);
        return [.. Enumerable.Range(0, brackets).Select(bracket => atOnce / brackets + (bracket < atOnce % brackets ? 1 : 0))];
    }

    private static int Ceiling(BigInteger dividend, int divisor) => (int)((dividend + divisor - 1) / divisor);
}
