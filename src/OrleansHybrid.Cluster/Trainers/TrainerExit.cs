using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Trainers;

/// <summary>Reads the end of a trainer that said no last word.</summary>
internal static class TrainerExit
{
    private const int Signal = 128, Hangup = 1, Interrupt = 2, Abort = 6, Kill = 9, Segmentation = 11, Terminate = 15;

    /// <param name="exitCode">Of the process; 128 and the number of the signal that ended it.</param>
    /// <param name="lastWords">The last lines of its standard error.</param>
    public static TrainerMessage Explain(int exitCode, IReadOnlyList<string> lastWords) => exitCode switch
    {
        // Whoever stops this machine, or presses Ctrl-C, means no harm to the trial.
        Signal + Hangup or Signal + Interrupt or Signal + Terminate => new TrainerMessage.Preempted(null),
        Signal + Kill => Failed(
            FailureKind.Killed,
            "the trainer was killed (SIGKILL) by a person, or by the kernel for want of memory",
            []),
        Signal + Abort => Failed(FailureKind.Crash, "the trainer aborted (SIGABRT)", lastWords),
        Signal + Segmentation => Failed(FailureKind.Crash, "the trainer crashed in native code (SIGSEGV)", lastWords),
        > Signal => Failed(FailureKind.Crash, $"the trainer was ended by signal {exitCode - Signal}", lastWords),
        _ => Failed(FailureKind.Crash, $"the trainer ended without a result (exit code {exitCode})", lastWords),
    };

    /// <param name="silence">How long the trainer said nothing.</param>
    /// <param name="lastWords">The last lines of its standard error.</param>
    public static TrainerMessage Hung(TimeSpan silence, IReadOnlyList<string> lastWords) =>
        Failed(FailureKind.Hung, $"the trainer gave no sign of life for {silence.TotalSeconds:0} s and was killed", lastWords);

    // CUDA's errors are met where nobody catches them, too.
    private static TrainerMessage.Failed Failed(FailureKind kind, string what, IReadOnlyList<string> lastWords)
    {
        var message = lastWords.Count == 0 ? what : $"{what}; its last words: {string.Join(" | ", lastWords)}";
        return new(GpuFault.Of(message) is { } gpu ? GpuFault.Explain(gpu, message) : new TrialFailure(kind, message));
    }
}
