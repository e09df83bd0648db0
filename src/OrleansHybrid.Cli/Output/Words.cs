using System.CommandLine;
using System.CommandLine.Parsing;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Cli.Output;

/// <summary>Options that take one of a few words, with parsing and completion.</summary>
internal static class Words
{
    /// <summary>Adds completion of the words in a shell.</summary>
    public static Option CompletedAs<T>(this Option option)
        where T : struct, Enum
    {
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. Enum.GetValues<T>().Select(value => value.Spelled())]);
        return option;
    }

    /// <summary>The only word, or the default if there is none.</summary>
    public static T One<T>(ArgumentResult result)
        where T : struct, Enum => Many<T>(result) is [var word, ..] ? word : default;

    /// <summary>Each of the words; any other word is an error that lists all of them.</summary>
    public static T[] Many<T>(ArgumentResult result)
        where T : struct, Enum
    {
        var known = Enum.GetValues<T>().ToDictionary(value => value.Spelled(), StringComparer.OrdinalIgnoreCase);
        foreach (var token in result.Tokens.Where(token => !known.ContainsKey(token.Value)))
            result.AddError($"'{token.Value}' is not one of {string.Join(", ", known.Keys)}.");
        return [.. result.Tokens.Select(token => known.GetValueOrDefault(token.Value))];
    }
}
