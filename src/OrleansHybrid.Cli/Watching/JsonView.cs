using OrleansHybrid.Cli.Output;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Watching;

/// <summary>One JSON object per line: <c>status</c>, and in <c>trials</c> the rows that have changed since the previous line.</summary>
internal sealed class JsonView(TextWriter output) : ISweepView
{
    private string? _last;

    public async Task Show(IAsyncEnumerable<Snapshot> snapshots)
    {
        await foreach (var snapshot in snapshots)
        {
            var line = new StringWriter();
            Document.Write(
                line,
                new { snapshot.Status, Trials = snapshot.Changed.Where(row => row.State is not TrialState.Pending) },
                OutputFormat.Json);
            if (line.ToString() == _last) continue;
            _last = line.ToString();
            await output.WriteAsync(_last);
            await output.FlushAsync();
        }
    }
}
