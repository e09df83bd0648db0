using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Trainer;

/// <summary>Tells from an exception what failed.</summary>
internal static class Failures
{
    /// <summary>How the C++ runtime and the CPU allocator say that memory ran out.</summary>
    private static readonly string[] OutOfMemoryTexts = ["bad_alloc", "can't allocate memory", "not enough memory", "out of memory"];

    public static TrialFailure Of(Exception exception) => exception switch
    {
        TrainingException training => training.Failure,
        DataException data => new(FailureKind.BadData, data.Message),
        OutOfMemoryException => OutOfMemory(exception),
        _ when GpuFault.Of(exception.Message) is { } kind => GpuFault.Explain(kind, FirstLine(exception.Message)),
        _ when OutOfMemoryTexts.Any(text => exception.Message.Contains(text, StringComparison.OrdinalIgnoreCase)) => OutOfMemory(exception),
        TypeInitializationException =>
            new(
                FailureKind.Crash,
                "The tensor library's native files do not load on this machine; what its loader says is in the trainer's log."),
        _ => new(FailureKind.Crash, FirstLine(exception.Message)),
    };

    private static TrialFailure OutOfMemory(Exception exception) => new(
        FailureKind.OutOfMemory,
        $"Memory ran out: {FirstLine(exception.Message)} Lower batch_size, or run fewer trials at a time on this machine.");

    /// <summary>The tensor library appends its C++ stack to what it says.</summary>
    private static string FirstLine(string text) =>
        text.AsSpan().Trim().EnumerateLines() is var lines && lines.MoveNext() ? lines.Current.ToString() : "";
}
