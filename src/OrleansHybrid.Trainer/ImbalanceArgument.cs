using System.Globalization;

namespace OrleansHybrid.Trainer;

/// <summary>The imbalance ratio β on the command line.</summary>
internal static class ImbalanceArgument
{
    /// <exception cref="UsageException">It is none.</exception>
    public static double Parse(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out var imbalance) && imbalance >= 1 && double.IsFinite(imbalance)
            ? imbalance
            : throw new UsageException($"--imbalance is a number of at least 1, not '{text}'.");
}
