using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Trials;

/// <summary>What became of one attempt of a trial. Kept small: a sweep of 100,000 trials has one for each at least.</summary>
/// <param name="Attempt">Its number, from 1.</param>
/// <param name="Slot">The silo and the slots of it that it had: <c>10.0.0.7:11111/gpu0</c>.</param>
/// <param name="Began">When the trial's record granted it, to the millisecond.</param>
/// <param name="Seconds">
/// From then to its end, or to the last that is known of it. A lost attempt ends with the last sign of life that reached
/// its sweep. Where nothing of that kind was kept it ends at its last commit, which is earlier than the truth.
/// </param>
/// <param name="LostSeconds">
/// Those of <paramref name="Seconds"/> whose work was thrown away: since its last committed checkpoint, or since its
/// begin. 0 where that checkpoint has its every step, and where a person ended the trial.
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

    /// <summary>It handed its lease back: asked to leave, or by trouble with its machine.</summary>
    Preempted,

    /// <summary>It said nothing more, and another attempt has taken its place.</summary>
    Lost,

    /// <summary>A fault ended it, the training's own or the storage's.</summary>
    Failed,

    /// <summary>A person paused the trial.</summary>
    Paused,

    /// <summary>A person, or a budget, stopped the trial.</summary>
    Stopped,

    /// <summary>A person cancelled the trial.</summary>
    Cancelled,

    /// <summary>It goes on, or the record has not been told of its end.</summary>
    Open,
}
