using System.Globalization;

namespace OrleansHybrid.Trainer;

/// <summary>A whole number on the command line, zero or more.</summary>
internal static class CountArgument
{
    /// <exception cref="UsageException">It is none.</exception>
    public static int Parse(string option, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? count
            : throw new UsageException($"{option} is a whole number, not '{text}'.");
}
