using System.ComponentModel;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Trainers;

/// <summary>The silo's own settings for its trainers.</summary>
/// <param name="Launch">The command that starts a trainer.</param>
/// <param name="State">The silo's state folder.</param>
/// <param name="DataDirectory">The folder of the data sets; null where none was given.</param>
internal record TrainerHost(TrainerLaunch Launch, StateDirectory State, string? DataDirectory)
{
    public RunningTrainers Register { get; } = new(State.Trainers);

    /// <exception cref="IOException">The log cannot be written.</exception>
    public virtual TrialLog OpenLog(TrialId trial) => TrialLog.At(State.Log(trial));

    /// <param name="threads">Threads of the trainer.</param>
    /// <param name="log">For its free text.</param>
    /// <param name="time">The clock by which it hangs.</param>
    /// <exception cref="IOException">The trainer cannot be started, or the state folder not be written. The message says why.</exception>
    public virtual ITrainer Start(IReadOnlyList<Slot> slots, int threads, TrialLog log, TimeProvider time)
    {
        try
        {
            return new TrainerProcess(Launch.On(slots, threads), log, Register, time);
        }
        catch (Win32Exception cause)
        {
            throw new IOException($"The trainer {Launch.Path} cannot be started: {cause.Message}.", cause);
        }
    }
}
