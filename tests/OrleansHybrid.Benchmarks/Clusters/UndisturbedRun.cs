namespace OrleansHybrid.Benchmarks.Clusters;

/// <summary>The same sweep where nothing happens to it: what a disturbed one must end with.</summary>
internal static class UndisturbedRun
{
    /// <returns>The weights of every trial.</returns>
    public static async Task<string[]> Weights(string yaml, int trials, CancellationToken stop)
    {
        await Console.Error.WriteLineAsync("the undisturbed run");
        await using var cluster = new SmallCluster(gpuSilos: 2, slots: 1);
        await using var connection = await cluster.Connect();
        var sweep = await SmallCluster.Submit(connection, yaml);
        await SmallCluster.Until(sweep, status => status.IsFinished, stop);
        return [.. (await SmallCluster.Calls.Repeat(() => sweep.Rows(0, trials))).Select(row => row.Result?.WeightsSha256 ?? "no result")];
    }
}
