using System.CommandLine;
using System.CommandLine.Parsing;

namespace OrleansHybrid.TrainerCommands;

/// <summary>
/// A command that the console passes on to the trainer. Both are built from the same definition, so its words are spelt once;
/// its place among the commands is the same in both.
/// </summary>
public abstract class ForwardedCommand(string name, string description) : Command(name, description)
{
    /// <summary>The words that ask the trainer what the console was asked.</summary>
    /// <param name="arguments">The console's command line, read without mistakes.</param>
    public IEnumerable<string> Words(ParseResult arguments) =>
    [
        .. Path(arguments.CommandResult),
        .. Arguments.Select(arguments.GetResult).OfType<ArgumentResult>().SelectMany(Values),
        .. Options.Select(arguments.GetResult).OfType<OptionResult>().SelectMany(Words),
    ];

    private static IEnumerable<string> Path(CommandResult command) =>
        command.Parent is CommandResult above ? Path(above).Append(command.Command.Name) : [];

    private static IEnumerable<string> Words(OptionResult given) => given.Option switch
    {
        Option<bool> => given.GetValueOrDefault<bool>() ? [given.Option.Name] : [],
        Option<string?> => given.GetValueOrDefault<string?>() is { } text ? [given.Option.Name, text] : [],
        _ => given.Implicit ? [] : [given.Option.Name, .. Values(given)],
    };

    private static IEnumerable<string> Values(SymbolResult given) => given.Tokens.Select(token => token.Value);
}
