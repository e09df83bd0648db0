namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>A sweep file's text: parsing it is the only way to a <see cref="SweepDefinition"/>.</summary>
/// <param name="File">Its name, for messages.</param>
public sealed record SweepText(string Yaml, string File)
{
    /// <param name="settings">What a person changes of it, each <c>key=value</c>; problems keep the lines of the file as it is.</param>
    /// <exception cref="InvalidSweepException">Every problem of the file at once.</exception>
    /// <exception cref="ArgumentException">A setting is malformed, or there is no such key.</exception>
    public SweepDefinition Parse(params IReadOnlyList<string> settings) => SweepFile.Read(Yaml, File, settings).Identified();
}

/// <summary>The files that a sweep was made from.</summary>
/// <param name="Grids">The first one's trials, then what each later one added.</param>
/// <param name="Options">All but the trials; null where the last grid's file says it.</param>
public sealed record SweepTexts(IReadOnlyList<SweepText> Grids, SweepText? Options = null)
{
    /// <param name="id">That it was submitted with, which it keeps: a later version may make another of the same texts.</param>
    /// <exception cref="InvalidSweepException">Every problem of the file at once.</exception>
    public SweepDefinition Parse(string id)
    {
        var sweep = Grids.Skip(1).Aggregate(Grids[0].Parse(), (sweep, more) => sweep.ExtendedBy(more.Parse()));
        return (Options is null ? sweep : sweep.WithOptionsOf(Options.Parse())).Submitted(id);
    }
}
