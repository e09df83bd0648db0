using System.Text.RegularExpressions;

namespace OrleansHybrid.EndToEnd;

/// <summary>
/// The folders of a project, and which of them use which, read from its sources. What a file uses of another folder it names by a
/// <c>using</c> directive, since the compiler refuses one that is not needed; by a qualified name; or, of a folder above its own, by
/// a plain name, which may be a member of the same name: that errs on the side of a use.
/// </summary>
internal sealed partial class Rooms
{
    /// <summary>The folder of the project itself.</summary>
    public const string Root = "(root)";

    private readonly string _space;
    private readonly Dictionary<string, HashSet<string>> _declared = [];
    private readonly List<(string Room, string Path, string Code)> _files = [];

    /// <param name="project">The project's folder.</param>
    /// <param name="space">Its root namespace.</param>
    public Rooms(string project, string space)
    {
        _space = space;
        foreach (var path in Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories))
        {
            var folder = Path.GetRelativePath(project, Path.GetDirectoryName(path)!).Replace('\\', '/');
            if (folder.Split('/')[0] is "obj" or "bin") continue;
            var code = NoCode().Replace(File.ReadAllText(path), Blank);
            _files.Add((folder == "." ? Root : folder, Path.GetRelativePath(project, path), code));
        }

        Names = [.. _files.Select(file => file.Room).Distinct().Order(StringComparer.Ordinal)];
        Uses = [.. _files.SelectMany(UsesOf).Distinct().OrderBy(use => use.File, StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Names { get; }

    public IReadOnlyList<Use> Uses { get; }

    /// <summary>A file of one room that uses another room.</summary>
    public sealed record Use(string From, string To, string File)
    {
        public override string ToString() => $"{From} uses {To} in {File}";
    }

    /// <param name="floors">The rooms of each floor, the highest floor first.</param>
    /// <returns>The uses that lead to the same floor or a higher one.</returns>
    public IReadOnlyList<Use> Against(IReadOnlyList<string[]> floors)
    {
        var floor = floors.Index()
            .SelectMany(line => line.Item.Select(room => KeyValuePair.Create(room, line.Index)))
            .ToDictionary();
        return [.. Uses.Where(use => floor[use.To] <= floor[use.From])];
    }

    // A comment's references count, for the using directives that they need count as well; other words of it are none.
    private static string Blank(Match match) =>
        match.Value.StartsWith("//", StringComparison.Ordinal)
            ? string.Join(' ', Reference().Matches(match.Value).Select(reference => reference.Groups[1].Value))
            : " ";

    private IEnumerable<Use> UsesOf((string Room, string Path, string Code) file)
    {
        var imported = Import().Matches(file.Code).Select(import => import.Groups[1].Value).ToHashSet();
        var qualified = Qualified().Matches(file.Code).Select(name => name.Value).ToHashSet();
        var words = Word().Matches(file.Code).Select(word => word.Value).ToHashSet();
        foreach (var room in Names.Where(room => room != file.Room))
        {
            var isAbove = room == Root || file.Room.StartsWith(room + "/", StringComparison.Ordinal);
            var isNamed = imported.Contains(SpaceOf(room)) || qualified.Any(name => IsIn(name, room));
            if (isNamed || (isAbove && DeclaredIn(room).Overlaps(words)))
                yield return new(file.Room, room, file.Path);
        }
    }

    /// <summary>Whether a qualified name, be it written from the root or from within, is of a type of the room.</summary>
    private bool IsIn(string name, string room)
    {
        var (parts, space) = (name.Split('.'), SpaceOf(room).Split('.'));
        return Enumerable.Range(1, Math.Min(parts.Length - 1, space.Length)).Any(length =>
            space.AsSpan(space.Length - length).SequenceEqual(parts.AsSpan(0, length)) && DeclaredIn(room).Contains(parts[length]));
    }

    private string SpaceOf(string room) => room == Root ? _space : $"{_space}.{room.Replace('/', '.')}";

    private HashSet<string> DeclaredIn(string room)
    {
        if (_declared.TryGetValue(room, out var known)) return known;
        return _declared[room] = [.. _files.Where(file => file.Room == room)
            .SelectMany(file => Declared().Matches(file.Code).Concat(Extension().Matches(file.Code)))
            .Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex(
        """//[^\n]*|/\*.*?\*/|"{3,}.*?"{3,}|@"(?:[^"]|"")*"|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+'""",
        RegexOptions.Singleline)]
    private static partial Regex NoCode();

    [GeneratedRegex("""cref="([^"]*)""")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^\s*(?:global )?using (?:static )?(?:\w+ = )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(?:\.[A-Z]\w*)+")]
    private static partial Regex Qualified();

    [GeneratedRegex(@"\b(?:class|record struct|record|struct|interface|enum|delegate [\w<>\[\]?]+)\s+([A-Z]\w*)")]
    private static partial Regex Declared();

    // A method that is called like its first argument's own.
    [GeneratedRegex(@"\b([A-Z]\w*)(?:<[^>()]*>)?\(this ")]
    private static partial Regex Extension();

    [GeneratedRegex(@"\b[A-Z]\w*")]
    private static partial Regex Word();
}
