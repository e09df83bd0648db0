using System.CommandLine;
using System.CommandLine.Parsing;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Cli.Output;

/// <summary>Options that take one word of a few, read as people write them.</summary>
internal static class Words
{
    /// <summary>Lets a shell complete the words.</summary>
    public static Option CompletedAs<T>(this Option option)
        where T : struct, Enum
    {
        option.CompletionSources.Clear();
        option.CompletionSources.Add([.. Enum.GetValues<T>().Select(value => value.Spelled())]);
        return option;
    }

    /// <summary>The only word, or the default where there is none.</summary>
    public static T One<T>(ArgumentResult result)
        where T : struct, Enum => Many<T>(result) is [var word, ..] ? word : default;

    /// <summary>Each of the words; what is none of them is an error that names them all.</summary>
    public static T[] Many<T>(ArgumentResult result)
        where T : struct, Enum
    {
        var known = Enum.GetValues<T>().ToDictionary(value => value.Spelled(), StringComparer.OrdinalIgnoreCase);
        foreach (var token in result.Tokens.Where(token => !known.ContainsKey(token.Value)))
            result.AddError($"'{token.Value}' is not one of {string.Join(", ", known.Keys)}.");
        return [.. result.Tokens.Select(token => known.GetValueOrDefault(token.Value))];
    }
}
