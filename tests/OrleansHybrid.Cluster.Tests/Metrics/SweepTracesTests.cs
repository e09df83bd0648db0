using System.Collections.Concurrent;
using System.Diagnostics;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Metrics;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Metrics;

public sealed class SweepTracesTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;
    private TestSilo _silo = null!;

    public SweepTracesTests()
    {
        _listener = new()
        {
            ShouldListenTo = source => source.Name == SweepTraces.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public async ValueTask InitializeAsync() => _silo = await TestSilo.Start(_folder.Path);

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _silo.DisposeAsync();
        _folder.Dispose();
    }

    [SlowFact]
    public async Task Sweep_ThatFinishes_IsOneTraceOfItsTrialsAndTheirAttempts()
    {
        var sweep = await _silo.Submit(SweepFiles.OfTrials(3).Replace("name: fake", "name: traced", StringComparison.Ordinal));
        await TestSilo.Finish(sweep);
        await Eventually.Is(() => Task.FromResult(Of(sweep.GetPrimaryKeyString()).Length == 7), "the sweep's span is there");

        var spans = Of(sweep.GetPrimaryKeyString());
        var root = Assert.Single(spans, span => span.DisplayName.StartsWith("sweep ", StringComparison.Ordinal));
        var trials = spans.Where(span => span.DisplayName.StartsWith("trial ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(default, root.ParentSpanId);
        Assert.Equal(3, root.GetTagItem("sweep.trials"));
        Assert.All(spans, span => Assert.Equal(root.TraceId, span.TraceId));
        Assert.Equal(spans.Length, spans.Select(span => span.SpanId).Distinct().Count());
        Assert.All(trials, trial =>
        {
            Assert.Equal(root.SpanId, trial.ParentSpanId);
            var attempt = Assert.Single(spans, span => span.ParentSpanId == trial.SpanId);
            Assert.Equal("attempt 1", attempt.DisplayName);
            Assert.Equal("Completed", attempt.GetTagItem("attempt.end"));
            Assert.Equal(trial.StartTimeUtc, attempt.StartTimeUtc);
            Assert.InRange(attempt.StartTimeUtc + attempt.Duration, attempt.StartTimeUtc, trial.StartTimeUtc + trial.Duration);
            Assert.True(root.StartTimeUtc <= trial.StartTimeUtc);
        });
    }

    [Fact]
    public async Task Attempt_WhoseMachineIsGone_HasASpanWhenItsSuccessorBegins()
    {
        var trial = _silo.Grains.GetTrial(new("lost", 4));
        await trial.Begin("first", "gone/cpu0");
        await trial.Begin("second", "here/cpu0");
        await trial.Fail(2, new(FailureKind.NonFiniteLoss, "the loss is not a number"), 0);
        await trial.Fail(2, new(FailureKind.NonFiniteLoss, "the loss is not a number"), 0);

        var spans = Of("lost");
        Assert.Equal(["attempt 1", "attempt 2", "trial lost/0004"], spans.Select(span => span.DisplayName));
        Assert.Equal(("gone/cpu0", "Lost"), (spans[0].GetTagItem("attempt.slot"), spans[0].GetTagItem("attempt.end")));
        Assert.All(spans, span => Assert.Equal(ActivityStatusCode.Error, span.Status));
        Assert.Contains("the loss is not a number", spans[2].StatusDescription, StringComparison.Ordinal);
        Assert.All(spans[..2], attempt => Assert.Equal(spans[2].SpanId, attempt.ParentSpanId));
    }

    [Fact]
    public async Task Trial_ThatIsCancelledWhileItWaits_HasASpan()
    {
        var trial = _silo.Grains.GetTrial(new("waiting", 0));
        await trial.Begin("first", "here/cpu0");
        await trial.Preempt(1, null, [], 2);
        await trial.Follow(Verb.Cancel);

        Assert.Equal(["attempt 1", "trial waiting/0000"], Of("waiting").Select(span => span.DisplayName));
    }

    private Activity[] Of(string sweep) => [.. _spans.Where(span => Equals(span.GetTagItem("sweep.id"), sweep))];
}
