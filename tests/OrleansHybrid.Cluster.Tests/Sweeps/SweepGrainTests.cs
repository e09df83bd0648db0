using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Ledgers;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Sweeps;

public sealed class SweepGrainTests : IDisposable
{
    // The silo of these tests has no GPU: nothing but the test moves the sweep.
    private static readonly string Yaml = SweepFiles.OfTrials(LedgerPages.RowsAPage + 2, more: "resources: { gpus: 1 }");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Done_OfOneTrial_WritesThePageOfThatTrialAlone()
    {
        await using var silo = await TestSilo.Start(_folder.Path);
        var sweep = await silo.Submit(Yaml);

        await sweep.Done(LedgerPages.RowsAPage, Completed());

        await Eventually.Is(() => PagesWritten().Length > 0, "the ledger is written");
        Assert.Equal(["ledger-0001"], PagesWritten());
    }

    [Fact]
    public async Task Ledger_AfterARestart_KeepsWhatWasDone()
    {
        await using (var silo = await TestSilo.Start(_folder.Path))
        {
            var sweep = await silo.Submit(Yaml);
            await sweep.Done(0, Completed());
            await sweep.Done(LedgerPages.RowsAPage + 1, Completed());
            await silo.Stop();
        }

        await using var next = await TestSilo.Start(_folder.Path);
        var status = await next.Grains.GetGrain<ISweepGrain>(SweepFiles.IdOf(Yaml)).Status();

        Assert.Equal((2, LedgerPages.RowsAPage), (status.Count(TrialState.Completed), status.Count(TrialState.Pending)));
        Assert.Equal(0, status.Best!.Index);
    }

    [Fact]
    public async Task Status_OfASweepThatWasNeverSubmitted_SaysSo()
    {
        await using var silo = await TestSilo.Start(_folder.Path);

        var refusal = await Assert.ThrowsAsync<UnknownSweepException>(() =>
            silo.Grains.GetGrain<ISweepGrain>("nobody-00000000").Status());

        Assert.Contains("nobody-00000000", refusal.Message, StringComparison.Ordinal);
    }

    private static TrialDigest Completed() =>
        new()
        {
            State = TrialState.Completed,
            Attempt = 1,
            Preemptions = 0,
            Result = new()
            {
                Epochs = 2,
                TrainLoss = 0.1,
                Accuracy = new(0.5, null, null, null),
                BestTop1 = 0.5,
                ImagesPerSecond = 100,
                WeightsSha256 = "weights",
                PrototypesSha256 = null,
            },
        };

    private string[] PagesWritten()
    {
        using var connection = _folder.OpenGrainState();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT name FROM grain_state WHERE name LIKE 'ledger-%' ORDER BY name";
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read()) names.Add(reader.GetString(0));
        return [.. names];
    }
}
