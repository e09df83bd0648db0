using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>
/// A YAML document in which every node has its line. Unlike YamlDotNet's own document model it keeps a key that is given twice, so that
/// this is one problem among others and does not end the reading.
/// </summary>
internal abstract record YamlTree(int Line)
{
    private const int DeepestNesting = 16;

    /// <param name="IsNull">True for an empty value, <c>~</c> or <c>null</c>.</param>
    public sealed record Text(int Line, string Value, bool IsNull) : YamlTree(Line);

    public sealed record List(int Line, IReadOnlyList<YamlTree> Items) : YamlTree(Line);

    public sealed record Map(int Line, IReadOnlyList<Entry> Entries) : YamlTree(Line);

    public sealed record Entry(int Line, string Key, YamlTree Value)
    {
        /// <summary>The key as the file spells it, if <see cref="Key"/> is our word for it.</summary>
        public string Written { get; } = Key;
    }

    /// <summary>The value in one line: <c>0.1</c> or <c>[0.6, 0.8]</c>; null if it has keys.</summary>
    public string? Inline => this switch
    {
        Text text => text.Value,
        List list when list.Items.All(item => item is Text) => $"[{string.Join(", ", list.Items.Select(item => item.Inline))}]",
        _ => null,
    };

    /// <returns>The content of the only document; null if reading failed, which is then reported as a problem.</returns>
    public static YamlTree? Read(string yaml, Findings findings)
    {
        var parser = new Parser(new StringReader(yaml));
        try
        {
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                findings.Refuse(1, "", "the file is empty; a sweep needs at least a name: 'name: my-sweep'");
                return null;
            }

            var tree = Read(parser, DeepestNesting);
            parser.Consume<DocumentEnd>();
            if (parser.Accept<DocumentStart>(out var second))
                findings.Refuse((int)second.Start.Line, "", "a second document begins here; keep one sweep a file");
            return tree;
        }
        catch (UnreadException exception)
        {
            findings.Refuse(exception.Line, "", exception.Message);
        }
        catch (YamlException exception)
        {
            findings.Problems.Add(Broken(yaml, exception));
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet's scanner ends like this when a key follows a list that was left open.
            findings.Refuse(
                (int)(parser.Current?.End.Line ?? 1), "", "not valid YAML: a bracket or brace that opens here or above is not closed");
        }

        return null;
    }

    private static YamlTree Read(Parser parser, int depth)
    {
        if (depth == 0) throw new UnreadException(parser, "the nesting is too deep for a sweep file");
        if (parser.TryConsume<Scalar>(out var scalar))
            return new Text((int)scalar.Start.Line, scalar.Value, scalar.Style is ScalarStyle.Plain && MeansNull(scalar.Value));
        if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            var items = new List<YamlTree>();
            while (!parser.TryConsume<SequenceEnd>(out _)) items.Add(Read(parser, depth - 1));
            return new List((int)sequence.Start.Line, items);
        }

        if (parser.TryConsume<MappingStart>(out var mapping))
        {
            var (entries, merged) = (new List<Entry>(), new List<Entry>());
            while (!parser.TryConsume<MappingEnd>(out _))
            {
                if (!parser.TryConsume<Scalar>(out var key)) throw new UnreadException(parser, "a key must be a plain word");
                var entry = new Entry((int)key.Start.Line, key.Value, Read(parser, depth - 1));
                if (key is { Style: ScalarStyle.Plain, Value: "<<" }) merged.AddRange(Merged(entry));
                else entries.Add(entry);
            }

            // What a map says itself goes before what is merged into it, and of that the first.
            var others = merged.DistinctBy(entry => entry.Key).Where(entry => !entries.Exists(own => own.Key == entry.Key));
            return new Map((int)mapping.Start.Line, [.. others, .. entries]);
        }

        throw new UnreadException(parser, "aliases (*name) are not read in a sweep file; write the value again");
    }

    private static IEnumerable<Entry> Merged(Entry merge) => merge.Value switch
    {
        Map map => map.Entries,
        List list when list.Items.All(item => item is Map) => list.Items.Cast<Map>().SelectMany(map => map.Entries),
        _ => throw new UnreadException(merge.Line, "'<<' merges keys into others, so it takes a map, {epochs: 5}, or a list of maps"),
    };

    private static Problem Broken(string yaml, YamlException exception)
    {
        // The parser reports a tab at the beginning of the mapping, which may be far above.
        var tab = exception.Message.Contains("tab", StringComparison.Ordinal)
            ? yaml.Split('\n').Index().FirstOrDefault(line => line.Item.TrimStart(' ').StartsWith('\t'))
            : default;
        if (tab.Item is not null) return new(tab.Index + 1, "", "not valid YAML: the line is indented with a tab; use spaces");
        var message = char.ToLowerInvariant(exception.Message[0]) + exception.Message[1..].TrimEnd('.');
        return new(
            (int)exception.Start.Line,
            "",
            $"not valid YAML at column {exception.Start.Column}: {message}; check the indentation, brackets, quotes and colons "
                + "here and in the line above");
    }

    /// <summary>True if a value without quotes is null.</summary>
    public static bool MeansNull(string value) => value is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>Valid YAML that a sweep file may not contain.</summary>
    private sealed class UnreadException(int line, string message) : Exception(message)
    {
        public UnreadException(Parser parser, string message)
            : this((int)parser.Current!.Start.Line, message)
        {
        }

        public int Line { get; } = line;
    }
}
