namespace OrleansHybrid.Cli.Watching;

/// <summary>Shows a sweep while it runs: redrawn in place on a terminal, line by line elsewhere.</summary>
internal interface ISweepView
{
    Task Show(IAsyncEnumerable<Snapshot> snapshots);
}
