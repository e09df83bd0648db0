using Orleans.Core;
using Orleans.Timers;

namespace OrleansHybrid.Simulation.Silos;

/// <summary>What a grain may ask of its silo.</summary>
internal sealed class SimRuntime(SimSilo silo, IGrainFactory grains) : IGrainRuntime
{
    public string SiloIdentity => silo.Name;

    public SiloAddress SiloAddress => silo.SiloAddress;

    public IGrainFactory GrainFactory => grains;

    public ITimerRegistry TimerRegistry => silo.Services.Get<ITimerRegistry>();

    public IServiceProvider ServiceProvider => silo.Services;

    public TimeProvider TimeProvider => silo.Process.Clock;

    public void DeactivateOnIdle(IGrainContext grainContext) => ((Activation)grainContext).Leave();

    public void DelayDeactivation(IGrainContext grainContext, TimeSpan timeSpan)
    {
    }

    public IStorage<TGrainState> GetStorage<TGrainState>(IGrainContext grainContext) => throw new NotSupportedException();
}

/// <summary>The timers of grains: a tick waits its turn like a call, and the next follows a period after its end.</summary>
internal sealed class SimTimers : ITimerRegistry
{
    public IDisposable RegisterTimer(
        IGrainContext grainContext, Func<object?, Task> callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        throw new NotSupportedException();

    public IGrainTimer RegisterGrainTimer<TState>(
        IGrainContext grainContext,
        Func<TState, CancellationToken, Task> callback,
        TState state,
        GrainTimerCreationOptions options)
    {
        var timer = new Ticks((Activation)grainContext, () => callback(state, CancellationToken.None), options.Period);
        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    private sealed class Ticks(Activation grain, Func<Task> callback, TimeSpan period) : IGrainTimer
    {
        private int _version;

        public void Change(TimeSpan dueTime, TimeSpan period1)
        {
            period = period1;
            Schedule(++_version, dueTime);
        }

        public void Dispose() => _version++;

        private void Schedule(int version, TimeSpan due)
        {
            if (!grain.Deactivated.IsCompleted) grain.Silo.Process.After(due, () => Tick(version));
        }

        private void Tick(int version)
        {
            if (version == _version)
                grain.Receive(new(null, grain.GrainId, "Tick", false, [], _ => callback(), _ => Schedule(version, period)));
        }
    }
}
