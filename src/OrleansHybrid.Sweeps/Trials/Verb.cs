using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Trials;

/// <summary>What a person wants of a sweep, or of one of its trials. Each may be said again: the second time changes nothing.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<Verb>))]
public enum Verb
{
    /// <summary>Running trials checkpoint and leave their slots; nothing starts until it is resumed.</summary>
    Pause,

    /// <summary>Takes back a pause, a stop or a cancel.</summary>
    Resume,

    /// <summary>What has begun goes on to its end; nothing else begins.</summary>
    Stop,

    /// <summary>Running trainers are ended at once; the last checkpoints stay.</summary>
    Cancel,

    /// <summary>Failed trials go on from their last checkpoint with all their restarts; a single trial also when it was stopped or cancelled.</summary>
    Retry,

    /// <summary>A running trial checkpoints, leaves its slot and waits for another: a rehearsal of preemption, counted as one.</summary>
    Interrupt,
}
