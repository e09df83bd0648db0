using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Trials;

/// <summary>The history of one attempt of a trial. Kept small, because a sweep of 100,000 trials has at least one for each.</summary>
/// <param name="Attempt">Its number, from 1.</param>
/// <param name="Slot">The silo and its slots that the attempt had: <c>10.0.0.7:11111/gpu0</c>.</param>
/// <param name="Began">The time when the trial's record granted it, to the millisecond.</param>
/// <param name="Seconds">
/// Time from the grant to the end, or to the last known moment. A lost attempt ends with the last message that
/// reached its sweep. If no message was kept, it ends at its last commit, which is earlier than the true end.
/// </param>
/// <param name="LostSeconds">
/// The part of <paramref name="Seconds"/> without lasting effect: the time since the last committed checkpoint,
/// or since the beginning. 0 if that checkpoint contains every step, and if a person ended the trial.
/// </param>
public sealed record AttemptRecord(
    int Attempt,
    string Slot,
    DateTimeOffset Began,
    double Seconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] AttemptEnd End = AttemptEnd.Completed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] double LostSeconds = 0)
{
    [JsonIgnore]
    public DateTimeOffset Ended => Began.AddSeconds(Seconds);
}

[JsonConverter(typeof(KebabCaseEnumConverter<AttemptEnd>))]
public enum AttemptEnd : byte
{
    /// <summary>The trial has its result.</summary>
    Completed,

    /// <summary>It returned its lease: it was asked to leave, or its machine had a fault.</summary>
    Preempted,

    /// <summary>It fell silent, and another attempt replaced it.</summary>
    Lost,

    /// <summary>A fault of the training or of the storage ended it.</summary>
    Failed,

    /// <summary>A person paused the trial.</summary>
    Paused,

    /// <summary>A person, or a budget, stopped the trial.</summary>
    Stopped,

    /// <summary>A person cancelled the trial.</summary>
    Cancelled,

    /// <summary>It runs, or the record has not been told of its end.</summary>
    Open,
}
