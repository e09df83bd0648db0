namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>The keys that a section may have.</summary>
internal sealed record Words(params IReadOnlyCollection<string> Keys)
{
    /// <summary>Keys of other tools that are read as well, but never suggested.</summary>
    public IReadOnlyCollection<string> Foreign { get; init; } = [];

    /// <summary>Our key for another tool's, where the two mean the same; null for any other word.</summary>
    public Func<string, string?> Alias { get; init; } = _ => null;

    /// <summary>Whether the author should be told of an alias, since it might have meant something else.</summary>
    public bool NotesAliases { get; init; }

    /// <summary>Why an entry that other tools have there has no meaning here: it is skipped with a notice. Null for any other.</summary>
    public Func<YamlTree.Entry, string?> Ignored { get; init; } = _ => null;

    /// <summary>Why a key of another tool cannot be followed, and what to do instead; null for any other word.</summary>
    public Func<string, string?> Refused { get; init; } = _ => null;
}
