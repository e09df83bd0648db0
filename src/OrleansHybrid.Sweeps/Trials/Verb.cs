using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Trials;

/// <summary>A person's command to a sweep or to one of its trials. A repeated command changes nothing.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<Verb>))]
public enum Verb
{
    /// <summary>Running trials write a checkpoint and leave their slots; nothing starts until the sweep or trial is resumed.</summary>
    Pause,

    /// <summary>Undoes a pause, a stop or a cancel.</summary>
    Resume,

    /// <summary>Running trials train to their end; no other trial starts.</summary>
    Stop,

    /// <summary>Running trainers are ended at once; the last checkpoints stay.</summary>
    Cancel,

    /// <summary>
    /// Failed trials resume from their last checkpoint with all their restarts; a single trial also after a stop or cancel.
    /// </summary>
    Retry,

    /// <summary>
    /// A running trial writes a checkpoint, leaves its slot and waits for another: a rehearsal of preemption, counted as one.
    /// </summary>
    Interrupt,
}
