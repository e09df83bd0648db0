using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Scheduling;

/// <summary>The phase of a sweep that people have requested.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<SweepPhase>))]
public enum SweepPhase : byte
{
    Active,
    Paused,
    Stopped,
    Cancelled,

    /// <summary>The sweep is being deleted; no verb undoes that.</summary>
    Deleting,
}

public static class SweepPhases
{
    /// <returns>The phase after the verb; null if the verb does not apply.</returns>
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
