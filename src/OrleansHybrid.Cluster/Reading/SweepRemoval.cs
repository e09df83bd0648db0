using OrleansHybrid.Cluster.Contracts;

namespace OrleansHybrid.Cluster.Reading;

/// <summary>The calls that delete a sweep: the scheduler lets go of it, it deletes itself part by part, the scheduler forgets it.</summary>
public static class SweepRemoval
{
    /// <param name="say">Receives progress messages.</param>
    /// <returns>The last answer: done, or the refusal with its reason.</returns>
    public static async Task<VerbAnswer> Run(
        string sweep, IGrainFactory grains, PatientCalls calls, Action<string> say, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(calls);
        ArgumentNullException.ThrowIfNull(say);
        var (scheduler, own) = (grains.GetScheduler(), grains.GetGrain<ISweepGrain>(sweep));
        while (true)
        {
            var answer = await calls.Repeat(() => scheduler.Delete(sweep));
            if (!answer.IsDone) return answer;
            say(answer.Message);
            if (answer.Left == 0) return answer;
            // By parts, so that the scheduler can give slots meanwhile.
            while (answer.Left > 0)
            {
                stop.ThrowIfCancellationRequested();
                answer = await calls.Repeat(own.DeleteMore);
                if (answer.Left > 0) say(answer.Message);
            }
        }
    }
}
