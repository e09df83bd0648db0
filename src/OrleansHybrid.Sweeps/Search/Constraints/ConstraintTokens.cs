using System.Text.RegularExpressions;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Search.Constraints;

internal enum TokenKind { Number, Word, Quoted, Symbol, End }

/// <param name="Text">The text as written, without its quotes.</param>
/// <param name="Position">The position of its first character, from 0.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Position)
{
    /// <summary>True for this symbol, or for this bare word in any case.</summary>
    public bool Is(string text) => Kind is TokenKind.Symbol or TokenKind.Word && Text.Equals(text, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Kind is TokenKind.End ? "the end" : $"'{Text}'";
}

internal static partial class ConstraintTokens
{
    /// <exception cref="ConstraintException">The text contains something that no constraint can contain.</exception>
    public static List<Token> Read(string text)
    {
        var tokens = new List<Token>();
        var position = 0;
        while (Pattern().Match(text, position) is { Success: true, Groups: var groups })
        {
            var kind = Enum.GetValues<TokenKind>().FirstOrDefault(kind => groups[kind.ToString()].Success, TokenKind.End);
            var found = kind is TokenKind.End ? groups[0] : groups[kind.ToString()];
            var written = kind is TokenKind.Word ? WordIn(found.Value) : found.Value;
            position = groups[0].Index + groups[0].Length - (kind is TokenKind.Word ? found.Length - written.Length : 0);
            tokens.Add(new(kind, written, kind is TokenKind.End ? text.Length : found.Index));
            if (kind is TokenKind.End) return tokens;
        }

        var at = position + text[position..].TakeWhile(char.IsWhiteSpace).Count();
        throw new ConstraintException(
            at, text[at] is '\'' or '"' ? "the quote that opens here is not closed" : $"'{text[at]}' is not allowed in a constraint");
    }

    /// <summary>Reads a word. A dash joins two words, as in two-stage; after the name of a setting it is a minus.</summary>
    private static string WordIn(string text) => text.Split('-')[0] is var head && RecipeSchema.Find(head) is not null ? head : text;

    [GeneratedRegex("""
        \G\s*(?:
          (?<Number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
          |(?<Word>[\p{L}_][\p{L}\p{N}_]*(?:-[\p{L}\p{N}_]+)*)
          |'(?<Quoted>[^']*)'
          |"(?<Quoted>[^"]*)"
          |(?<Symbol><=|>=|==|!=|&&|\|\||\*\*|[-+*/%^<>=!&|()\[\],])
          |$)
        """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Pattern();
}
