using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Simulation.Silos;
using OrleansHybrid.Simulation.Time;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Simulation.Worlds;

/// <summary>A person at a console: submits the sweep, changes its mind, and at last wants everything.</summary>
internal sealed class Console
{
    private readonly World _world;
    private readonly SimProcess _process;
    private readonly SimGrains _grains;
    private readonly PatientCalls _calls;

    public Console(World world)
    {
        _world = world;
        _process = new(world.Agenda, "console", 1);
        _grains = new(new(_process, null), world.Calls);
        _calls = new(world.Timings, _process.Clock, TimeSpan.FromMinutes(5));
    }

    private string Sweep => _world.Definition.Id;

    public Task Submit() => _process.Threads.Run(() => _calls.Request(request =>
        _grains.GetScheduler().Submit(_world.Yaml, "simulated.yaml", request: request)));

    public Task Tell(Verb verb, int? trial) => _process.Threads.Run(async () =>
    {
        _world.Count(trial is null ? $"sweep told to {verb}" : $"trial told to {verb}");
        await Want(verb, trial);
    });

    /// <summary>Takes back whatever was told before, and gives failed trials another chance.</summary>
    /// <param name="told">What was told before: it may still be on its way, and would undo this.</param>
    public Task WantAll(Task told) => _process.Threads.Run(async () =>
    {
        await told.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await Want(Verb.Resume, null);
        var rows = await _calls.Repeat(() => _grains.GetGrain<ISweepGrain>(Sweep).Rows(0, _world.Definition.TrialCount));
        foreach (var row in rows)
        {
            if (row.State is TrialState.Paused) await Want(Verb.Resume, row.Index);
            if (row.State is TrialState.Stopped or TrialState.Cancelled or TrialState.Failed) await Want(Verb.Retry, row.Index);
        }
    });

    private async Task Want(Verb verb, int? trial)
    {
        var answer = await _calls.Request(request => _grains.GetScheduler().Tell(Sweep, verb, trial, request));
        _world.Tell($"  {verb} {trial}: {answer.Message}");
    }
}
