using OrleansHybrid.Simulation.Silos;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Simulation.Worlds;

/// <summary>What happens to a world: its machines, its people, and the faults until calm.</summary>
internal sealed class Life(World world, Scenario scenario)
{
    // Probes find a silo dead within this time.
    private static readonly TimeSpan Detection = TimeSpan.FromSeconds(4);

    private static readonly Verb[] Verbs = Enum.GetValues<Verb>();

    private readonly Console _console = new(world);
    private readonly List<SimSilo> _machines = [];
    private readonly List<double> _rates = [];
    private readonly List<Task> _told = [];
    private Task _wanted = Task.CompletedTask;
    private bool _isCalm;

    /// <summary>True once nothing fails any more, and the person has got through that all of the sweep is wanted.</summary>
    public bool IsCalm => _isCalm && _wanted.IsCompletedSuccessfully;

    public void Begin()
    {
        for (var machine = 0; machine < scenario.Controls + scenario.Agents.Count; machine++)
        {
            _rates.Add(scenario.Drifts ? 1 + (world.Dice.NextDouble() - 0.5) * 0.01 : 1);
            _machines.Add(world.AddSilo(machine, 1, SlotsOf(machine), _rates[machine]));
        }

        (world.Network.Faults, world.StorageFaults) = (scenario.Network, scenario.Storage);
        (world.TrainerFaults, world.CheckpointFaults) = (scenario.Trainers, scenario.Checkpoints);
        world.MostCheckpointFaults = scenario.Checkpoints;
        _told.Add(_console.Submit());
        foreach (var fault in scenario.Faults) world.Agenda.After(fault.At, () => Strike(fault));
        if (scenario.Restoration is { } planned) world.Agenda.After(planned.At - planned.Age, () => KeepFor(planned));
        world.Agenda.After(scenario.Calm, Calm);
    }

    public void CheckAgents()
    {
        foreach (var silo in world.Silos)
            if (silo.Work.Exception is { } failure)
                world.Watch.Broken("agent-never-fails", $"{silo.Name}: {failure.InnerException}");
        if (_wanted.Exception is { } lost) world.Watch.Broken("console-gets-through", $"{lost.InnerException}");
    }

    public void WantAll() => _wanted = _console.WantAll(Task.WhenAll(_told));

    private int SlotsOf(int machine) => machine < scenario.Controls ? 0 : scenario.Agents[machine - scenario.Controls];

    private void Strike(Fault fault)
    {
        if (fault.Kind is FaultKind.Verb)
        {
            TellVerb(fault.Other);
            return;
        }

        var silo = _machines[fault.Machine];
        if (!silo.Process.IsAlive || !silo.IsMember || silo.IsDraining || silo.Process.IsStandingStill) return;
        world.Count($"{fault.Kind} of a {(silo.IsControl ? "control silo" : "training silo")}");
        switch (fault.Kind)
        {
            case FaultKind.Death:
                silo.Die();
                world.Agenda.After(Random(Detection), silo.DeclareDead);
                world.Agenda.After(fault.Duration, () => ComeBack(silo));
                break;
            case FaultKind.Standstill:
                silo.Process.StandStill();
                world.Agenda.After(fault.Duration, silo.Process.GoOn);
                if (fault.Duration > Detection && fault.Other % 3 > 0)
                    world.Agenda.After(Detection, () => TakeForDead(silo, fault.Duration));
                break;
            case FaultKind.FalseDeath:
                TakeForDead(silo, fault.Duration / 4);
                break;
            case FaultKind.Partition:
                Cut(silo, fault);
                break;
            case FaultKind.StoragePartition:
                world.Network.CutFromStorage(silo.Process);
                world.Agenda.After(fault.Duration, world.Network.Mend);
                break;
            case FaultKind.Notice:
                silo.Drain();
                world.Agenda.After(TimeSpan.FromSeconds(25), () => Depart(silo));
                break;
            case FaultKind.ClockStep:
                silo.Process.Clock.Jump(TimeSpan.FromSeconds(fault.Other % 2 == 0 ? fault.Other * 7 : -fault.Other * 7));
                break;
            case FaultKind.Deactivation:
                silo.Process.Post(() =>
                {
                    foreach (var activation in silo.Activations.ToList()) activation.Leave();
                });
                break;
        }
    }

    private void KeepFor(Restoration planned)
    {
        var (disk, reminders) = (world.Disk.Copy(), world.Reminders.Copy());
        // What timing decides may be decided otherwise the second time; and of a sweep that is not there yet nothing is restored.
        if (world.Definition.Chosen is { IsReproducible: false } || !disk.All("ledger-0000").Any()) return;
        world.Agenda.After(planned.Age, () =>
        {
            world.Count("storage restored");
            foreach (var silo in _machines.ToList())
            {
                if (silo.Process.IsAlive) silo.Die();
                if (silo.IsMember) silo.DeclareDead();
                world.Agenda.After(Random(Detection), () => ComeBack(silo));
            }

            world.Restore(disk);
            reminders();
        });
    }

    private void TellVerb(int draw)
    {
        var trial = draw % 3 == 0 ? (int?)null : draw / 3 % world.Definition.TrialCount;
        _told.Add(_console.Tell(Verbs[draw / 7 % Verbs.Length], trial));
    }

    private void Cut(SimSilo silo, Fault fault)
    {
        var others = world.Silos.Where(other => other != silo && other.Process.IsAlive).ToList();
        if (others.Count == 0) return;
        SimSilo[] cut = fault.Other % 2 == 0 ? [.. others] : [others[fault.Other / 2 % others.Count]];
        foreach (var other in cut)
        {
            world.Network.Cut(silo.Process, other.Process);
            if (fault.Other % 5 > 1) world.Network.Cut(other.Process, silo.Process);
        }

        world.Agenda.After(fault.Duration, world.Network.Mend);
        if (cut.Length > 1 && fault.Duration > Detection && fault.Other % 3 > 0)
            world.Agenda.After(Detection, () => TakeForDead(silo, fault.Duration));
    }

    /// <param name="unaware">How long it goes on until it learns of that, and ends.</param>
    private void TakeForDead(SimSilo silo, TimeSpan unaware)
    {
        if (!silo.IsMember || !silo.Process.IsAlive) return;
        silo.DeclareDead();
        world.Agenda.After(unaware + Random(Detection), () =>
        {
            if (silo.Process.IsAlive) silo.Die();
            ComeBack(silo);
        });
    }

    private void Depart(SimSilo silo)
    {
        if (silo.Process.IsAlive) silo.Die();
        if (silo.IsMember) silo.DeclareDead();
        ComeBack(silo);
    }

    private void ComeBack(SimSilo silo)
    {
        if (_machines[silo.Number] != silo) return;
        // It takes its former place; the others see then at the latest that the former one is gone.
        if (silo.IsMember) silo.DeclareDead();
        _machines[silo.Number] = world.AddSilo(
            silo.Number, silo.SiloAddress.Generation + 1, SlotsOf(silo.Number), _rates[silo.Number]);
    }

    private void Calm()
    {
        world.Tell("calm");
        world.Network.Mend();
        (world.Network.Faults, world.StorageFaults) = (NetworkFaults.None, Storage.StorageFaults.None);
        (world.TrainerFaults, world.CheckpointFaults) = (Trainers.TrainerFaults.None, Storage.CheckpointFaults.None);
        foreach (var silo in _machines)
            if (silo.Process.IsAlive) silo.Process.GoOn();
        _isCalm = true;
        WantAll();
    }

    private TimeSpan Random(TimeSpan most) => TimeSpan.FromTicks((long)(world.Dice.NextDouble() * most.Ticks));
}
