namespace OrleansHybrid.EndToEnd;

public sealed class TraceTests(UndisturbedRun undisturbed)
{
    [Fact]
    public void Run_WithACollector_SendsTheSweepItsTrialsAndTheirAttempts()
    {
        Assert.Contains("orleanshybrid", undisturbed.Traces, StringComparison.Ordinal);
        Assert.Matches("sweep tiny-[0-9a-f]{8}", undisturbed.Traces);
        foreach (var trial in Enumerable.Range(0, TinySweep.Trials))
            Assert.Matches($"trial tiny-[0-9a-f]{{8}}/{trial:D4}", undisturbed.Traces);
        Assert.Contains("attempt 1", undisturbed.Traces, StringComparison.Ordinal);
    }
}
