namespace OrleansHybrid.Simulation.Silos;

/// <summary>Carries calls to grains and their answers, over the network of the world.</summary>
internal sealed class Calls(Worlds.World world)
{
    /// <param name="fail">Told that no answer came in time.</param>
    public void Send(GrainCall call, Action<Exception> fail)
    {
        var caller = call.Caller!;
        caller.Process.After(
            world.Timings.Call, () => fail(new TimeoutException($"{call.Grain} does not answer {call.Name} in time.")));
        Route(call);
    }

    /// <summary>Sends on what came to a grain that had left.</summary>
    public void Forward(GrainCall call)
    {
        if (call.Caller is not null) Route(call);
    }

    private void Route(GrainCall call)
    {
        var caller = call.Caller!;
        if (world.Directory.Find(call.Grain, caller.Silo) is not { } target) return;
        world.Network.Carry(caller.Process, target.Process, () => target.Receive(call with
        {
            Complete = answer => world.Network.Carry(target.Process, caller.Process, () => call.Complete(answer)),
        }));
    }
}
