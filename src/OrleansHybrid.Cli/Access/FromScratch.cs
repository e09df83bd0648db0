using System.CommandLine;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Reading;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Access;

/// <summary>Starts a sweep over, on the present data.</summary>
internal static class FromScratch
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    public static Option<bool> Create() => new("--from-scratch")
    {
        Description = "Delete the records and checkpoints of this sweep and start it over; results of other sweeps stay.",
    };

    /// <summary>Ends the sweep and deletes it; does nothing if there is none.</summary>
    /// <exception cref="UserException">It cannot be deleted now.</exception>
    public static async Task Forget(string sweep, IGrainFactory grains, PatientCalls calls, CancellationToken stop)
    {
        var (scheduler, own) = (grains.GetScheduler(), grains.GetGrain<ISweepGrain>(sweep));
        if (!(await calls.Repeat(scheduler.List)).Ids.Contains(sweep)) return;
        await calls.Request(request => scheduler.Tell(sweep, Verb.Cancel, null, request));
        while ((await calls.Repeat(own.Status)).Running.Count > 0) await Task.Delay(Poll, TimeProvider.System, stop);
        await Delete(sweep, grains, calls, _ => { });
        Console.WriteLine($"The records and checkpoints of {sweep} are deleted: it starts over.");
    }

    /// <param name="say">Receives progress messages.</param>
    /// <exception cref="UserException">It cannot be deleted now.</exception>
    public static async Task Delete(string sweep, IGrainFactory grains, PatientCalls calls, Action<string> say)
    {
        if (await SweepRemoval.Run(sweep, grains, calls, say) is { IsDone: false, Message: var why }) throw new UserException(why);
    }
}
