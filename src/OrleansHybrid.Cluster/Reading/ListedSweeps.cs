using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Results;

namespace OrleansHybrid.Cluster.Reading;

/// <summary>Sweeps of a list that was read a moment ago, of which some may be deleted by now.</summary>
public static class ListedSweeps
{
    /// <returns>Null if the sweep is gone.</returns>
    public static async Task<SweepStatus?> FindStatus(this PatientCalls calls, ISweepGrain sweep)
    {
        try
        {
            return await calls.Repeat(sweep.Status);
        }
        catch (UnknownSweepException)
        {
            return null;
        }
    }
}
