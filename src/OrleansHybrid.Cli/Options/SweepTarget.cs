using System.CommandLine;
using System.Globalization;
using OrleansHybrid.Cli.Conventions;

namespace OrleansHybrid.Cli.Options;

/// <summary>A sweep by its id or name, or one of its trials, as a command names it.</summary>
/// <param name="Trial">The trial's index; null for the sweep as a whole.</param>
internal sealed record SweepTarget(string Sweep, int? Trial)
{
    public static Argument<string> SweepArgument() =>
        new("SWEEP") { Description = "The sweep's id, or its name if only one sweep has it." };

    public static Argument<string> Argument() =>
        new("SWEEP[/TRIAL]") { Description = "The sweep's id or name; with a trial's number, one of its trials." };

    public static Argument<string> TrialArgument() =>
        new("SWEEP/TRIAL") { Description = "The sweep's id or name, and the trial's number: my-sweep/0003." };

    /// <exception cref="UserException">The text does not name a trial.</exception>
    public static SweepTarget ParseTrial(string text) =>
        Parse(text) is { Trial: not null } target ? target : throw new UserException($"Which trial of {text}? Name one as {text}/0003.");

    /// <exception cref="UserException">The text after the slash is not a number.</exception>
    public static SweepTarget Parse(string text)
    {
        if (text.Split('/', 2) is not [var sweep, var trial]) return new(text, null);
        return int.TryParse(trial, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new(sweep, index)
            : throw new UserException($"'{trial}' is not the number of a trial. Name one as {sweep}/0003.");
    }

    public string In(string id) => Trial is { } index ? new OrleansHybrid.Sweeps.Trials.TrialId(id, index).ToString() : id;
}
