using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Trials;

/// <summary>The state of a trial. <see cref="Preempted"/> is a pending trial that has trained before.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<TrialState>))]
public enum TrialState : byte
{
    Pending,
    Running,
    Preempted,
    Paused,
    Completed,
    Failed,
    Stopped,
    Cancelled,

    /// <summary>Ended before any attempt: the search has decided that nothing is trained there.</summary>
    Pruned,
}

public static class TrialStates
{
    /// <summary>True if the trial will not train again unless a person asks for it.</summary>
    public static bool IsFinal(this TrialState state) =>
        state is TrialState.Completed or TrialState.Failed or TrialState.Stopped or TrialState.Cancelled or TrialState.Pruned;

    /// <summary>True if a slot may take the trial.</summary>
    public static bool CanBeLeased(this TrialState state) => state is TrialState.Pending or TrialState.Preempted;
}
