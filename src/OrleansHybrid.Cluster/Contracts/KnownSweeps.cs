namespace OrleansHybrid.Cluster.Contracts;

/// <param name="Ids">In the order of submission.</param>
/// <param name="Archived">The sweeps that lists leave out.</param>
[GenerateSerializer, Immutable, Alias("known-sweeps")]
public sealed record KnownSweeps([property: Id(0)] string[] Ids, [property: Id(1)] string[] Archived)
{
    /// <summary>The sweeps that lists show.</summary>
    public IEnumerable<string> Shown => Ids.Except(Archived);

    /// <summary>The sweep with this id, or all sweeps with this name: an id is a name, a dash and a hash.</summary>
    public string[] Named(string sweep) =>
        Ids.Contains(sweep) ? [sweep] : [.. Ids.Where(id => id.LastIndexOf('-') is > 0 and var end && id[..end] == sweep)];
}
