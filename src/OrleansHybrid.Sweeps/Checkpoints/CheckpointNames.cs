using System.Globalization;
using System.Text.RegularExpressions;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Checkpoints;

/// <summary>
/// The names under which checkpoints are kept, as folders or as blobs: <c>sweep/0003/a0002-s000300/manifest.json</c>. Each part
/// is checked when a path is made of it, so that no name can lead out of its folder or container.
/// </summary>
public static partial class CheckpointNames
{
    /// <summary>A checkpoint's name: unique by attempt and step.</summary>
    public static string Of(int attempt, int step) => FormattableString.Invariant($"a{attempt:D4}-s{step:D6}");

    public static bool TryParse(string name, out int attempt, out int step)
    {
        var match = Checkpoint().Match(name);
        attempt = match.Success ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
        step = match.Success ? int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture) : 0;
        return match.Success;
    }

    /// <summary>The parts of a trial's path.</summary>
    /// <exception cref="ArgumentException">The sweep's id cannot come from a sweep file.</exception>
    public static string[] PartsOf(TrialId trial) =>
        [Require(Sweep(), trial.Sweep, "sweep"), trial.Index >= 0 ? trial.Number : throw Refuse("trial", trial.Number)];

    /// <summary>The parts of a checkpoint's path.</summary>
    /// <param name="checkpoint">Its name; the name of an unfinished checkpoint also has a dot and a distinguishing suffix.</param>
    /// <exception cref="ArgumentException">A part is not such a name.</exception>
    public static string[] PartsOf(TrialId trial, string checkpoint) =>
        [.. PartsOf(trial), Require(CheckpointOrPartial(), checkpoint, "checkpoint")];

    /// <exception cref="ArgumentException">The name is not a checkpoint's.</exception>
    public static string RequireSweep(string sweep) => Require(Sweep(), sweep, "sweep");

    /// <summary>True if a file of a checkpoint may have this name.</summary>
    public static bool IsFile(string name) => File().IsMatch(name);

    private static string Require(Regex pattern, string name, string what) => pattern.IsMatch(name) ? name : throw Refuse(what, name);

    private static ArgumentException Refuse(string what, string name) =>
        new($"'{name}' is not the name of a {what}: no path is made of it.");

    [GeneratedRegex(@"\Aa([0-9]{4,9})-s([0-9]{6,9})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Checkpoint();

    [GeneratedRegex(@"\Aa[0-9]{4,9}-s[0-9]{6,9}(\.[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex CheckpointOrPartial();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Sweep();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex File();
}
