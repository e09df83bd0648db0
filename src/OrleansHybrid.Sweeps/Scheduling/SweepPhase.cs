using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Scheduling;

/// <summary>What people want of a sweep as a whole.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<SweepPhase>))]
public enum SweepPhase : byte
{
    Active,
    Paused,
    Stopped,
    Cancelled,

    /// <summary>What is left of it goes as well: no verb takes that back.</summary>
    Deleting,
}

public static class SweepPhases
{
    /// <returns>The phase after the verb; null where the verb does not fit.</returns>
    public static SweepPhase? After(this SweepPhase phase, Verb verb) => (verb, phase) switch
    {
        (_, SweepPhase.Deleting) => null,
        (Verb.Pause, SweepPhase.Active or SweepPhase.Paused) => SweepPhase.Paused,
        (Verb.Stop, not SweepPhase.Cancelled) => SweepPhase.Stopped,
        (Verb.Cancel, _) => SweepPhase.Cancelled,
        (Verb.Resume, _) => SweepPhase.Active,
        _ => null,
    };
}
