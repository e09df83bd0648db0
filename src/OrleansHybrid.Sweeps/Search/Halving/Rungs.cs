using System.Globalization;

namespace OrleansHybrid.Sweeps.Search.Halving;

/// <summary>
/// At which epochs configurations are compared. All of it whole numbers: by logarithms of doubles, 243 epochs and eta 3 have five
/// rungs at Determined and Ray, and really six.
/// </summary>
public static class Rungs
{
    /// <summary>The least eta that halves anything.</summary>
    public const int LeastEta = 2;

    /// <summary>
    /// So many rungs: the last is a training to the end, each lower one an <paramref name="eta"/>th of it, but at least 1 epoch
    /// (Determined).
    /// </summary>
    /// <param name="count">How many; lower ones that would be equal are one.</param>
    public static RungsDraft Of(int epochs, int eta, int count) =>
        Fault(epochs, eta, 1) is { } fault ? fault
        : count < 1 ? RungsDraft.Refused(HalvingPart.Rungs, Text($"{count} must be at least 1"))
        : new([.. Enumerable.Range(0, count).Select(rung => Share(epochs, eta, count - 1 - rung)).Distinct()], null);

    /// <summary>As many rungs as there are from a training to the end down to some epochs.</summary>
    public static RungsDraft DownTo(int leastEpochs, int epochs, int eta) =>
        Fault(epochs, eta, leastEpochs) is { } fault ? fault : Of(epochs, eta, CountDownTo(leastEpochs, epochs, eta));

    /// <summary>
    /// From some epochs upwards, each <paramref name="eta"/> times the one before, and last a training to the end (W&amp;B's
    /// min_iter, Ray, Optuna).
    /// </summary>
    public static RungsDraft UpFrom(int leastEpochs, int epochs, int eta)
    {
        if (Fault(epochs, eta, leastEpochs) is { } fault) return fault;
        var rungs = new List<int>();
        for (var rung = (long)leastEpochs; rung < epochs; rung *= eta) rungs.Add((int)rung);
        return new([.. rungs, epochs], null);
    }

    /// <summary>
    /// W&amp;B's bands below max_iter: it divided by eta once to <paramref name="bands"/> times, while an epoch is left; and last
    /// max_iter itself.
    /// </summary>
    public static RungsDraft Bands(int bands, int epochs, int eta)
    {
        if (Fault(epochs, eta, 1) is { } fault) return fault;
        return bands < 1
            ? RungsDraft.Refused(HalvingPart.Rungs, Text($"{bands} must be at least 1"))
            : Of(epochs, eta, Math.Min(bands + 1, CountDownTo(1, epochs, eta)));
    }

    /// <summary>How many rungs there are when none is below some epochs: 1 + the whole logarithm of their ratio.</summary>
    public static int CountDownTo(int leastEpochs, int epochs, int eta)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(leastEpochs);
        ArgumentOutOfRangeException.ThrowIfLessThan(eta, LeastEta);
        var count = 0;
        for (var least = (long)leastEpochs; least <= epochs; least *= eta) count++;
        return count;
    }

    /// <summary>How many of a rung's configurations go on: an <paramref name="eta"/>th, rounded down, but at least 1.</summary>
    public static int CountGoingOn(int configurations, int eta) => Math.Max(1, configurations / eta);

    private static int Share(int epochs, int eta, int halvings)
    {
        for (; halvings > 0 && epochs > 1; halvings--) epochs /= eta;
        return Math.Max(1, epochs);
    }

    private static RungsDraft? Fault(int epochs, int eta, int leastEpochs) =>
        eta < LeastEta ? RungsDraft.Refused(HalvingPart.Eta, Text($"{eta} lets every configuration go on: give 2 or more, such as 3"))
        : epochs < 1 ? RungsDraft.Refused(HalvingPart.Epochs, Text($"{epochs} must be at least 1"))
        : leastEpochs < 1 ? RungsDraft.Refused(HalvingPart.LeastEpochs, Text($"{leastEpochs} trains nothing to compare: give 1 or more"))
        : leastEpochs > epochs ? RungsDraft.Refused(
            HalvingPart.LeastEpochs, Text($"{leastEpochs} lies beyond the end of a training, {epochs} epochs: lower it, or train longer"))
        : null;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
