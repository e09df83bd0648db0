using System.Buffers;

namespace OrleansHybrid.Sweeps.Terminal;

/// <summary>Text from a file or a name, made harmless for terminals: control characters are shown, not sent.</summary>
public static class PrintableText
{
    private const char FirstPicture = '\u2400', PictureOfDelete = '\u2421', Replacement = '\uFFFD';

    // C0 and C1 controls, and what turns the reading direction or breaks lines in Unicode's own way.
    private static readonly SearchValues<char> Commands = SearchValues.Create(
    [
        .. Range('\0', '\x1F'), .. Range('\x7F', '\x9F'), '\u061C', .. Range(
            '\u200E', '\u200F'), .. Range('\u2028', '\u202E'), .. Range('\u2066', '\u2069'),
    ]);

    /// <summary>
    /// Keeps line feeds and tabs; replaces any other control character by its picture (␛ for escape) or by �, of the same width.
    /// </summary>
    public static string Of(string text) =>
        text.AsSpan().ContainsAny(Commands) ? string.Create(text.Length, text, (shown, original) => Write(original, shown)) : text;

    /// <summary>The same on one line, so that no name can look like a line of this program.</summary>
    public static string OneLine(string text) => Of(text.ReplaceLineEndings(" ").Replace('\t', ' '));

    /// <summary>Writes <paramref name="text"/> as <see cref="Of"/> shows it.</summary>
    /// <param name="shown">The destination, as long as the text.</param>
    public static void Write(ReadOnlySpan<char> text, Span<char> shown)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var isLineEnd = text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n';
            shown[i] = isLineEnd || text[i] is '\n' or '\t' ? text[i] : Shown(text[i]);
        }
    }

    private static char Shown(char character) => character switch
    {
        < ' ' => (char)(FirstPicture + character),
        '\x7F' => PictureOfDelete,
        _ when Commands.Contains(character) => Replacement,
        _ => character,
    };

    private static IEnumerable<char> Range(char first, char last) => Enumerable.Range(first, last - first + 1).Select(code => (char)code);
}
