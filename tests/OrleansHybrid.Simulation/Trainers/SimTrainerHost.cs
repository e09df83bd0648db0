using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Cluster.Trainers;
using OrleansHybrid.Simulation.Silos;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Simulation.Trainers;

/// <summary>Starts simulated trainers on a silo.</summary>
internal sealed record SimTrainerHost(SimSilo Silo)
    : TrainerHost(new("", []), new StateDirectory(Silo.World.Folders.Machine(Silo.Number)), null)
{
    public override TrialLog OpenLog(TrialId trial) => new(TextWriter.Null);

    public override ITrainer Start(IReadOnlyList<Slot> slots, int threads, TrialLog log, TimeProvider time) =>
        new SimTrainer(Silo, slots, time);
}
