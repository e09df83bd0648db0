using System.Text.Json;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Reading;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Web.Tests.Testing;

namespace OrleansHybrid.Web.Tests.Api;

/// <summary>The page, the console and the files of results tell the same figures.</summary>
public class SameAnswersTests
{
    [SlowFact]
    public async Task Figures_AreThoseOfResultsJsonAndOfStatus()
    {
        using var folder = new TemporaryFolder();
        await using var silo = await WebSilo.Start(folder.Path);
        // Before its fourth step: what came after the checkpoint of its first epoch is lost.
        FakeFaults.Plan(Path.Combine(folder.Path, "data"), 3, "kill", FakeTrainer.StepsPerEpoch + 1);
        var id = await silo.Submit(WebSilo.Sweep("same", 4));
        await silo.Finish(id);
        var calls = new PatientCalls(new(), TimeProvider.System);
        var sweep = new SweepHandle(id, silo.Grains.GetGrain<ISweepGrain>(id), silo.Grains, calls);
        var definition = await sweep.Definition();
        using var text = new MemoryStream();
        ResultsJson.Write(text, definition, await sweep.Outcomes(definition, await sweep.Rows()));
        var results = JsonDocument.Parse(text.ToArray()).RootElement;

        var configurations = (await silo.Get($"/api/v1/sweeps/{id}/configurations")).GetProperty("leaderboard");
        Assert.Equal(2, configurations.GetArrayLength());
        foreach (var (ours, theirs) in configurations.EnumerateArray().Zip(results.GetProperty("leaderboard").EnumerateArray()))
            foreach (var figure in (string[])["mean", "std", "margin95", "count"])
                Assert.Equal(
                    theirs.GetProperty("objective").GetProperty(figure).GetDouble(),
                    ours.GetProperty("objective").GetProperty(figure).GetDouble());

        var rows = (await silo.Get($"/api/v1/sweeps/{id}/trials")).GetProperty("trials");
        var lost = 0.0;
        foreach (var (ours, theirs) in rows.EnumerateArray().Zip(results.GetProperty("trials").EnumerateArray()))
        {
            var log = theirs.GetProperty("attempt_log").EnumerateArray();
            var attempts = log.Sum(attempt => attempt.GetProperty("lost_seconds").GetDouble());
            Assert.Equal(attempts, ours.GetProperty("lost_seconds").GetDouble(), 2);
            Assert.Equal(theirs.GetProperty("attempts").GetInt32(), ours.GetProperty("attempts").GetInt32());
            lost += attempts;
        }

        Assert.True(lost > 0, "something was lost");
        var comparisons = (await silo.Get($"/api/v1/sweeps/{id}/comparisons")).GetProperty("comparisons");
        Assert.Equal(results.GetProperty("comparisons").GetRawText().Replace(" ", "").Replace("\n", ""), comparisons.GetRawText());
        var status = (await silo.Get($"/api/v1/sweeps/{id}")).GetProperty("status");
        Assert.Equal((await sweep.Status()).SlotHoursLost, status.GetProperty("slot_hours_lost").GetDouble());
        Assert.Equal((await sweep.Status()).Restarts, status.GetProperty("restarts").GetInt32());
    }
}
