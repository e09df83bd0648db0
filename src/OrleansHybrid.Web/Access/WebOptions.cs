namespace OrleansHybrid.Web.Access;

/// <summary>The options of the page and its API.</summary>
/// <param name="Token">The secret that every change needs, and every request that does not come from this machine.</param>
/// <param name="Hosts">Names by which the page may be requested, beside localhost, addresses and this machine's own name.</param>
/// <param name="Cluster">The name of the cluster; null for a run on this machine.</param>
/// <param name="Version">The version of the program.</param>
public sealed record WebOptions(string Token, IReadOnlyCollection<string> Hosts, string? Cluster, string Version);
