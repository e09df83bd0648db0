using Orleans.Concurrency;
using OrleansHybrid.Sweeps.Results;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>One sweep's ledger: which trials are done, which run, which is next. Key: the sweep's id.</summary>
[Alias("sweep")]
public interface ISweepGrain : IGrainWithStringKey
{
    [Alias("status"), AlwaysInterleave]
    Task<SweepStatus> Status();

    /// <summary>The rows of the trials from <paramref name="first"/> on, at most <paramref name="count"/>.</summary>
    [Alias("rows"), AlwaysInterleave]
    Task<IReadOnlyList<TrialRow>> Rows(int first, int count);
}
