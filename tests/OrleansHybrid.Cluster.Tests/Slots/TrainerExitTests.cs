using OrleansHybrid.Cluster.Trainers;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Slots;

public class TrainerExitTests
{
    [Theory]
    [InlineData(137, FailureKind.Killed, "SIGKILL")]
    [InlineData(139, FailureKind.Crash, "SIGSEGV")]
    [InlineData(134, FailureKind.Crash, "SIGABRT")]
    [InlineData(136, FailureKind.Crash, "signal 8")]
    [InlineData(0, FailureKind.Crash, "without a result")]
    [InlineData(3, FailureKind.Crash, "exit code 3")]
    public void Explain_ATrainerThatSaidNothing_TellsHowItEnded(int exitCode, FailureKind kind, string text)
    {
        var failure = Assert.IsType<TrainerMessage.Failed>(TrainerExit.Explain(exitCode, ["a bad", "end"])).Failure;

        Assert.Equal(kind, failure.Kind);
        Assert.Contains(text, failure.Message, StringComparison.Ordinal);
        Assert.Equal(kind is FailureKind.Crash, failure.Message.EndsWith("a bad | end", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("  what():  CUDA error: unspecified launch failure", FailureKind.GpuLost, "Xid")]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB.", FailureKind.OutOfGpuMemory, "batch_size")]
    public void Explain_LastWordsOfCuda_AreTheGpus(string word, FailureKind kind, string remedy)
    {
        var failure = Assert.IsType<TrainerMessage.Failed>(TrainerExit.Explain(134, ["terminate called", word])).Failure;

        Assert.Equal(kind, failure.Kind);
        Assert.Contains(word, failure.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(129)]
    [InlineData(130)]
    [InlineData(143)]
    public void Explain_ATrainerThatWasAskedToEnd_IsPreempted(int exitCode) =>
        Assert.Equal(new TrainerMessage.Preempted(null), TrainerExit.Explain(exitCode, []));
}
