using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Tests.Definition;
using OrleansHybrid.Sweeps.Tests.Trials;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Results;

public sealed class ResultsJsonTests
{
    private readonly SweepDefinition _sweep = SweepYaml.Named(
        """
        description: "α & τ"
        parameters:
          temperature: {values: [0.1, 0.5]}
          backbone: {values: [resnet8]}
          lr_milestones: {values: [[0.6, 0.8]]}
          psc_positive_in_denominator: {values: [true]}
        repeats: {seeds: [5]}
        recipe: {contrastive_loss: psc}
        """);

    private JsonNode Write(params TrialOutcome[] outcomes)
    {
        using var stream = new MemoryStream();
        ResultsJson.Write(stream, _sweep, outcomes);
        stream.Position = 0;
        return JsonNode.Parse(stream)!;
    }

    [Fact]
    public void Write_TheSweep_TellsWhatWasSwept()
    {
        var sweep = Write(Outcomes.Of(_sweep, Outcomes.Completed(0, 0.5)), Outcomes.Of(_sweep, Outcomes.Waiting(1)))["sweep"]!;

        Assert.Equal(_sweep.Id, (string?)sweep["id"]);
        Assert.Equal("α & τ", (string?)sweep["description"]);
        Assert.Equal("""{"name":"top1","goal":"maximize"}""", sweep["metric"]!.ToJsonString());
        Assert.Equal("""{"key":"temperature","values":[0.1,0.5]}""", sweep["axes"]![0]!.ToJsonString());
        Assert.Equal("""{"completed":1,"pending":1}""", Sorted(sweep["counts"]!));
        Assert.Equal((2, "[5]"), ((int)sweep["trials"]!, sweep["seeds"]!.ToJsonString()));
        Assert.Equal("psc", (string?)sweep["recipe"]!["contrastive_loss"]);
    }

    [Fact]
    public void Write_ATrial_TypesItsParametersAndKeepsEveryNumber()
    {
        var row = Outcomes.Completed(1, 1 / 3.0, attempts: 2);
        var trials = Write(Outcomes.Of(_sweep, row, Make.Epochs(1, 2)), Outcomes.Of(_sweep, Outcomes.Failed(0, "NaN")))["trials"]!;

        Assert.Equal(["0000", "0001"], trials.AsArray().Select(trial => (string?)trial!["trial"]));
        var trial = trials[1]!;
        Assert.Equal(
            """{"temperature":0.5,"backbone":"resnet8","lr_milestones":[0.6,0.8],"psc_positive_in_denominator":true}""",
            JsonSerializer.Serialize(trial["parameters"]));
        Assert.Equal((5L, "completed", 2), ((long)trial["seed"]!, (string?)trial["state"], (int)trial["attempts"]!));
        Assert.Equal(1 / 3.0, (double)trial["objective"]!);
        Assert.Equal(row.Result, ProtocolJson.Read<TrialResult>(trial["result"]!.ToJsonString()));
        Assert.Equal(Make.Epochs(1, 2), ProtocolJson.Read<EpochMetrics[]>(trial["history"]!.ToJsonString()));
        Assert.Equal("non-finite-loss", (string?)trials[0]!["failure"]!["kind"]);
    }

    [Fact]
    public void Write_WhereAParameterIsInactive_HasNullInItsPlace()
    {
        var sweep = SweepYaml.Named(
            "parameters: {contrastive_loss: {values: [sc, mpsc]}, prototypes_per_class: {values: [4], when: {contrastive_loss: mpsc}}}");
        using var stream = new MemoryStream();
        ResultsJson.Write(stream, sweep, [Outcomes.Of(sweep, Outcomes.Waiting(0)), Outcomes.Of(sweep, Outcomes.Waiting(1))]);
        stream.Position = 0;
        var results = JsonNode.Parse(stream)!;

        string[] expected = ["""{"contrastive_loss":"sc","prototypes_per_class":null}""", """{"contrastive_loss":"mpsc","prototypes_per_class":4}"""];
        Assert.Equal(expected, results["trials"]!.AsArray().Select(trial => trial!["parameters"]!.ToJsonString()));
        Assert.Equal(expected, results["leaderboard"]!.AsArray().Select(standing => standing!["parameters"]!.ToJsonString()));
    }

    [Fact]
    public void Write_ATrial_TellsOfEveryAttempt()
    {
        var began = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var outcome = Outcomes.Of(_sweep, Outcomes.Completed(0, 0.5)) with
        {
            Attempts = [new(1, "here:1/gpu0", began, 90, AttemptEnd.Lost, LostSeconds: 30), new(2, "here:1/gpu1", began.AddHours(1), 60)],
        };

        var log = Write(outcome)["trials"]![0]!["attempt_log"]!;

        Assert.Equal(
            """{"attempt":1,"slot":"here:1/gpu0","began":"2026-01-02T03:04:05+00:00","ended":"2026-01-02T03:05:35+00:00","end":"lost","lost_seconds":30}""",
            log[0]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Equal("completed", (string?)log[1]!["end"]);
    }

    [Fact]
    public void Write_TheLeaderboard_PutsTheBestFirst()
    {
        var board = Write(
            Outcomes.Of(_sweep, Outcomes.Completed(0, 0.25)), Outcomes.Of(_sweep, Outcomes.Completed(1, 0.5)))["leaderboard"]!;

        Assert.Equal([0.5, 0.25], board.AsArray().Select(standing => (double)standing!["objective"]!["mean"]!));
        Assert.Equal([1, 2], board.AsArray().Select(standing => (int)standing!["place"]!));
        Assert.Equal(0.5, (double)board[0]!["parameters"]!["temperature"]!);
        Assert.Equal("""{"completed":1}""", board[0]!["states"]!.ToJsonString());
    }

    private static string Sorted(JsonNode node) =>
        new JsonObject(
            node.AsObject()
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))).ToJsonString();
}
