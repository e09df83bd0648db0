using System.Text.Json.Serialization;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>A sweep file's text: parsing it is the only way to create a <see cref="SweepDefinition"/>.</summary>
/// <param name="File">The name of the file, for messages.</param>
public sealed record SweepText(string Yaml, string File)
{
    /// <param name="settings">A person's changes, each <c>key=value</c>; problems refer to lines of the unchanged file.</param>
    /// <exception cref="InvalidSweepException">Every problem of the file at once.</exception>
    /// <exception cref="ArgumentException">A change is malformed, or the key does not exist.</exception>
    public SweepDefinition Parse(params IReadOnlyList<string> settings) =>
        SweepFile.Read(Yaml, File, settings, isStored: false).Identified();

    /// <summary>Reads what was submitted, perhaps to an earlier version.</summary>
    /// <inheritdoc cref="Parse"/>
    internal SweepDefinition Reread() => SweepFile.Read(Yaml, File, [], isStored: true).Identified();
}

/// <summary>The files from which a sweep was made.</summary>
/// <param name="Grids">The file of the submission, then the file of each extension.</param>
/// <param name="Options">The source of everything but the trials; null if it is the last grid's file.</param>
public sealed record SweepTexts(IReadOnlyList<SweepText> Grids, SweepText? Options = null)
{
    /// <summary>The newest text, which says everything but the trials.</summary>
    [JsonIgnore]
    public SweepText Newest => Options ?? Grids[^1];

    /// <summary>True if the texts are the same, whatever lists hold them.</summary>
    public bool Equals(SweepTexts? other) => other is not null && Options == other.Options && Grids.SequenceEqual(other.Grids);

    public override int GetHashCode() => HashCode.Combine(Grids.Count, Newest);

    /// <param name="id">
    /// The id with which it was submitted and which it keeps: a later version may compute another from the same texts.
    /// </param>
    /// <exception cref="InvalidSweepException">Every problem of the file at once.</exception>
    public SweepDefinition Parse(string id)
    {
        var sweep = Grids.Skip(1).Aggregate(Grids[0].Reread(), (sweep, more) => sweep.ExtendedBy(more.Reread()));
        return (Options is null ? sweep : sweep.WithOptionsOf(Options.Reread())).Submitted(id);
    }
}
