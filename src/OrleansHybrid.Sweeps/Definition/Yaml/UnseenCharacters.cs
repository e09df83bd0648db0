using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>
/// Characters that are invisible or look like others: a no-break space, a zero width space, a typographic quotation mark. They cannot be
/// found by looking at a file, so they are named with their position.
/// </summary>
internal static partial class UnseenCharacters
{
    private const int Replacement = 0xFFFD;

    private static readonly Dictionary<int, string> Names = new()
    {
        [0x00] = "a NUL (is the file in UTF-16?)",
        [0x85] = "a next-line character",
        [0xA0] = "a no-break space",
        [0xAD] = "a soft hyphen",
        [0x2007] = "a figure space",
        [0x200B] = "a zero width space",
        [0x200C] = "a zero width non-joiner",
        [0x200D] = "a zero width joiner",
        [0x2028] = "a line separator",
        [0x202F] = "a narrow no-break space",
        [0x2060] = "a word joiner",
        [0x3000] = "an ideographic space",
        [0xFEFF] = "a byte order mark",
        [Replacement] = "bytes that are not UTF-8",
    };

    /// <summary>Adds the character to the problems that it may cause: those in its line, or below it in broken YAML.</summary>
    public static IEnumerable<Problem> Named(IEnumerable<Problem> problems, string yaml)
    {
        var (lines, named) = (Lines(yaml), new HashSet<int>());
        foreach (var problem in problems)
        {
            var isBroken = problem.Path.Length == 0;
            var candidates = isBroken ? Enumerable.Range(1, Math.Min(problem.Line, lines.Length)).Reverse() : [problem.Line];
            var cause = candidates.Where(line => line <= lines.Length)
                .Select(line =>
                    (Line: line, Name: NameIn(lines[line - 1], isLookAlikeToo: problem.Path is not "name"))).FirstOrDefault(found =>
                        found.Name is not null);
            yield return cause.Name is null || !named.Add(cause.Line) ? problem
                : problem with
                {
                    Message = $"{problem.Message}; {(cause.Line == problem.Line ? "the line" : $"line {cause.Line}")} has {cause.Name}"
                };
        }
    }

    /// <summary>Notices of invisible characters in a file that can run: a label with such a character is another label.</summary>
    public static IEnumerable<Problem> Find(string yaml) => Lines(yaml).Index()
        .Where(line => !line.Item.TrimStart().StartsWith("description:", StringComparison.Ordinal) || line.Item.Contains((char)Replacement))
        .Select(line => (line.Index, Name: NameIn(line.Item, isLookAlikeToo: false))).Where(line => line.Name is not null)
        .Select(line => new Problem(line.Index + 1, "", $"has {line.Name}"));

    private static string? NameIn(string line, bool isLookAlikeToo)
    {
        var column = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            column++;
            // What follows is a comment.
            if (rune.Value is '#' && (column == 1 || line[..(column - 1)].EndsWith(' '))) return null;
            if ((Unseen(rune) ?? (isLookAlikeToo ? LookAlike(rune) : null)) is not { } name) continue;
            var remedy = rune.Value is Replacement ? "save the file as UTF-8" : "type it again";
            return string.Create(CultureInfo.InvariantCulture, $"{name} (U+{rune.Value:X4}) at column {column}: {remedy}");
        }

        return null;
    }

    private static string? Unseen(Rune rune) => Names.GetValueOrDefault(rune.Value) ?? Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.SpaceSeparator when rune.Value is not ' ' => "a space other than U+0020",
        UnicodeCategory.Format => "an invisible character",
        UnicodeCategory.Control when rune.Value is not '\t' => "a control character",
        UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => "an unusual line separator",
        _ => null,
    };

    private static string? LookAlike(Rune rune) => rune.Value switch
    {
        0xAB or 0xBB or (>= 0x2018 and <= 0x201F) or 0x2032 or 0x2033 or 0x2039 or 0x203A =>
            "a typographic quotation mark, which is not \" or '",
        (>= 0x2010 and <= 0x2015) or 0x2212 => "a dash that is not '-'",
        >= 0xFF01 and <= 0xFF5E => $"a full-width character, which is not '{(char)(rune.Value - 0xFEE0)}'",
        _ => null,
    };

    // YAML ends a line at each of these as well.
    private static string[] Lines(string yaml) => LineEnd().Split(yaml);

    [GeneratedRegex("\r\n|[\r\n]|(?<=[\u0085\u2028\u2029])")]
    private static partial Regex LineEnd();
}
