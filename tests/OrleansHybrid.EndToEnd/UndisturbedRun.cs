[assembly: AssemblyFixture(typeof(OrleansHybrid.EndToEnd.UndisturbedRun))]

namespace OrleansHybrid.EndToEnd;

/// <summary>The tiny sweep, run once from start to end for all the tests that look at its outcome or compare with it.</summary>
public sealed class UndisturbedRun : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    internal string Folder => _folder.Path;

    internal string Results => Path.Combine(_folder.Path, "results");

    internal string Output { get; private set; } = "";

    internal ResultsTable Table => ResultsTable.Read(Results);

    internal IEnumerable<string> Arguments => ["run", Path.Combine(_folder.Path, "tiny.yaml"), "--state", "state", "--results", "results", "--slots", "2"];

    public async ValueTask InitializeAsync()
    {
        _folder.File("tiny.yaml", TinySweep.Yaml);
        (var exitCode, Output) = await HybridProcess.Run(_folder.Path, Arguments);
        Assert.True(exitCode == 0, Output);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
