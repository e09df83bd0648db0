using System.Diagnostics.CodeAnalysis;
using Orleans.Storage;

namespace OrleansHybrid.Simulation.Storage;

/// <summary>Somebody else has written the state of a grain since it was read.</summary>
[SuppressMessage("Design", "CA1032", Justification = "Nobody else throws it.")]
internal sealed class StateConflict(GrainId grain, long stored, long known)
    : InconsistentStateException($"{grain} has been written by another", $"{stored}", $"{known}")
{
    public GrainId Grain => grain;
}
