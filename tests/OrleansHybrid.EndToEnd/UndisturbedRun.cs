[assembly: AssemblyFixture(typeof(OrleansHybrid.EndToEnd.UndisturbedRun))]

namespace OrleansHybrid.EndToEnd;

/// <summary>The tiny sweep, run once from start to end for all the tests that look at its outcome or compare with it.</summary>
public sealed class UndisturbedRun : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    internal string Folder => _folder.Path;

    internal string Results => Path.Combine(_folder.Path, "results");

    internal string Output { get; private set; } = "";

    /// <summary>What it told a collector of traces.</summary>
    internal string Traces { get; private set; } = "";

    internal ResultsTable Table => ResultsTable.Read(Results);

    internal IEnumerable<string> Arguments =>
        ["run", Path.Combine(_folder.Path, "tiny.yaml"), "--state", "state", "--results", "results", "--slots", "2"];

    public async ValueTask InitializeAsync()
    {
        _folder.File("tiny.yaml", TinySweep.Yaml);
        using var collector = new TraceReceiver();
        await using var run = HybridProcess.Start(
            _folder.Path, Arguments, ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));
        Assert.True(await run.Exited() == 0, run.Output);
        (Output, Traces) = (run.Output, collector.Received);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
