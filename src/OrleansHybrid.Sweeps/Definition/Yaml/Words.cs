namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>The keys that a section may have.</summary>
internal sealed record Words(params IReadOnlyCollection<string> Keys)
{
    /// <summary>Keys of other tools that are read as well, but never suggested.</summary>
    public IReadOnlyCollection<string> Foreign { get; init; } = [];

    /// <summary>Our key for another tool's with the same meaning; null for any other word.</summary>
    public Func<string, string?> Alias { get; init; } = _ => null;

    /// <summary>True if the author gets a notice of an alias, because another meaning is possible.</summary>
    public bool NotesAliases { get; init; }

    /// <summary>The reason why an entry of another tool has no effect here: it is skipped with a notice. Null for any other.</summary>
    public Func<YamlTree.Entry, string?> Ignored { get; init; } = _ => null;

    /// <summary>The reason why a key of another tool cannot be followed, with the remedy; null for any other word.</summary>
    public Func<string, string?> Refused { get; init; } = _ => null;
}
