using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Metrics;

/// <summary>
/// One trace a sweep, with spans along sweep, trial and attempt. Each is written when its record is closed, by whichever silo
/// closes it: a sweep outlives processes, and an attempt whose machine is gone is told of like any other. Nothing is done
/// while nobody listens.
/// </summary>
/// <remarks>Ids follow from the names, so that whoever closes an attempt knows its trial's span without asking.</remarks>
public static class SweepTraces
{
    /// <summary>Name of the activity source.</summary>
    public const string Source = "OrleansHybrid";

    private static readonly ActivitySource Spans = new(Source);

    internal static void Sweep(string sweep, DateTimeOffset submitted, DateTimeOffset ended, int trials, int failed)
    {
        using var span = Span($"sweep {sweep}", sweep, parent: null, sweep, submitted, ended);
        span?.SetTag("sweep.id", sweep).SetTag("sweep.trials", trials).SetTag("sweep.trials.failed", failed);
        if (failed > 0) span?.SetStatus(ActivityStatusCode.Error, $"{failed} of {trials} trials failed");
    }

    /// <summary>Traces what a transition of a trial's record closed: an attempt, the trial, both or nothing.</summary>
    internal static void Trial(string name, Trial before, Trial after, DateTimeOffset now)
    {
        if (!Spans.HasListeners() || after.PastAttempts.Count == 0) return;
        var sweep = name[..name.LastIndexOf('/')];
        if (before.PastAttempts.Count == 0 || after.PastAttempts[^1] != before.PastAttempts[^1])
            Attempt(name, sweep, after.PastAttempts[^1], after);
        if (before.State.IsFinal() || !after.State.IsFinal()) return;

        // An attempt's end is its begin and its seconds by another clock, which may be a moment after this one's now.
        var last = after.PastAttempts[^1].Ended;
        using var span = Span($"trial {name}", name, parent: sweep, sweep, after.PastAttempts[0].Began, last > now ? last : now);
        Describe(span, name, sweep)?
            .SetTag("trial.state", after.State.ToString())
            .SetTag("trial.attempts", after.Attempt)
            .SetTag("trial.preemptions", after.Preemptions)
            .SetTag("trial.lost_seconds", after.LostSeconds);
        Fail(span, after);
    }

    private static void Attempt(string name, string sweep, AttemptRecord closed, Trial trial)
    {
        using var span = Span($"attempt {closed.Attempt}", $"{name}#{closed.Attempt}", parent: name, sweep, closed.Began, closed.Ended);
        Describe(span, name, sweep)?
            .SetTag("attempt.number", closed.Attempt)
            .SetTag("attempt.slot", closed.Slot)
            .SetTag("attempt.end", closed.End.ToString())
            .SetTag("attempt.lost_seconds", closed.LostSeconds);
        if (closed.End is AttemptEnd.Failed) Fail(span, trial);
        if (closed.End is AttemptEnd.Lost) span?.SetStatus(ActivityStatusCode.Error, "its machine was not heard of any more");
    }

    private static Activity? Describe(Activity? span, string trial, string sweep) =>
        span?.SetTag("sweep.id", sweep).SetTag("trial.id", trial);

    private static void Fail(Activity? span, Trial trial)
    {
        if (trial.Failure is { } failure) span?.SetStatus(ActivityStatusCode.Error, $"{failure.Kind}: {failure.Message}");
    }

    /// <returns>Null where nobody listens; disposing of it sends it.</returns>
    private static Activity? Span(string title, string name, string? parent, string sweep, DateTimeOffset began, DateTimeOffset ended)
    {
        var context = new ActivityContext(
            ActivityTraceId.CreateFromBytes(Hash(sweep).AsSpan(0, 16)), parent is null
                ? default
                : IdOf(parent), ActivityTraceFlags.Recorded);
        if (Spans.StartActivity(title, ActivityKind.Internal, context, startTime: began) is not { } span) return null;
        SpanId(span) = IdOf(name).ToHexString();
        span.SetEndTime(ended.UtcDateTime);
        return span;
    }

    private static ActivitySpanId IdOf(string name) => ActivitySpanId.CreateFromBytes(Hash(name).AsSpan(16, 8));

    private static byte[] Hash(string name) => SHA256.HashData(Encoding.UTF8.GetBytes(name));

    // .NET draws a span's id and lets nobody choose it, yet a parent that ends on another silo, or days later, has to be known before.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_spanId")]
    private static extern ref string? SpanId(Activity span);
}
