using System.CommandLine;
using System.Text.RegularExpressions;
using OrleansHybrid.Sweeps.Terminal;

namespace OrleansHybrid.Cli.Conventions;

/// <summary>
/// Completes commands in messages so that they refer to the place of this command. The cluster that writes a message does not know the
/// options with which the console found it.
/// </summary>
internal static partial class PlacedHints
{
    private static readonly HashSet<string> AboutSweeps =
    [
        "list", "status", "watch", "trials", "best", "report", "export", "pause", "stop", "cancel", "resume", "retry", "extend", "set",
        "archive", "delete", "trial", "logs",
        "checkpoint", "interrupt",
    ];

    private static readonly string[] Places = ["--state", "--cluster", "--tls"];

    /// <param name="suffix">The options that another command needs to refer to the same sweeps.</param>
    public static string Complete(string message, string suffix) =>
        suffix.Length == 0 ? message
        : AtTheEnd().Replace(
            Quoted().Replace(message, hint => IsWhole(hint) ? InQuotes(hint.Groups["command"].Value + suffix) : hint.Value),
            hint => IsWhole(hint) ? hint.Value + suffix : hint.Value);

    /// <summary>The options of this command that name the place, for use in another command.</summary>
    public static string SuffixOf(ParseResult arguments) => string.Concat(
        from option in arguments.CommandResult.Command.Options.OfType<Option<string?>>()
        where Places.Contains(option.Name) && arguments.GetResult(option) is { Implicit: false }
        orderby Array.IndexOf(Places, option.Name)
        select " " + HybridCommand.Words(option.Name, SecretText.Hidden(arguments.GetValue(option) ?? "")));

    // Without a target it is a word for what can be done, and no command.
    private static bool IsWhole(Match hint) =>
        hint.Groups["command"].Value.Split(' ') is [_, var verb, _, ..] words
            && AboutSweeps.Contains(verb)
            && !words.Contains("--state")
            && !words.Contains("--cluster");

    // A word of the suffix may be in single quotes itself.
    private static string InQuotes(string command) => command.Contains('\'', StringComparison.Ordinal) ? $"\"{command}\"" : $"'{command}'";

    [GeneratedRegex("'(?<command>hybrid [^']+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex("(?<=: )(?<command>hybrid [^':]+)$")]
    private static partial Regex AtTheEnd();
}
