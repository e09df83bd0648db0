using System.Text.Json;
using OrleansHybrid.Cli.Tests.Report;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;

namespace OrleansHybrid.Cli.Tests.Exports;

/// <summary>Journals as Optuna itself reads them.</summary>
public sealed class OptunaJournalTests : IDisposable
{
    // Numbers as text: JSON has no NaN.
    private const string Script = """
        import json, sys, warnings
        warnings.simplefilter("ignore")
        import optuna
        optuna.logging.set_verbosity(optuna.logging.ERROR)
        journal = getattr(optuna.storages, "JournalFileStorage", None) or optuna.storages.journal.JournalFileBackend
        study = optuna.load_study(study_name=None, storage=optuna.storages.JournalStorage(journal(sys.argv[1])))
        finished = [trial for trial in study.trials if trial.state.is_finished()]
        for trial in finished:
            trial._validate()
        for trial in study.trials:
            for key, value in trial.params.items():
                assert trial.distributions[key]._contains(trial.distributions[key].to_internal_repr(value)), (key, value)
        best = [trial for trial in finished if trial.state == optuna.trial.TrialState.COMPLETE]
        print(json.dumps({
            "version": optuna.__version__,
            "name": study.study_name,
            "direction": study.direction.name,
            "user_attrs": study.user_attrs,
            "metric_names": study._storage.get_study_system_attrs(study._study_id)["study:metric_names"],
            "best": repr(study.best_value) if best else None,
            "best_trial": study.best_trial.number if best else None,
            "trials": [{
                "number": trial.number,
                "state": trial.state.name,
                "value": repr(trial.value),
                "params": trial.params,
                "distributions": {key: repr(value) for key, value in trial.distributions.items()},
                "reported": {str(step): repr(value) for step, value in trial.intermediate_values.items()},
                "user_attrs": {key: value if isinstance(value, (int, str)) else repr(value) for key, value in trial.user_attrs.items()},
                "seconds": None if trial.datetime_complete is None or trial.datetime_start is None
                    else (trial.datetime_complete - trial.datetime_start).total_seconds(),
            } for trial in study.trials],
        }))
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Journal_OpenedByOptuna_HasTheTrialsAndTheBestOfResultsJson()
    {
        var sweep = GeneratedSweep.Small;
        var outcomes = GeneratedSweep.Outcomes(sweep, epochs: 5);

        var study = await Open(sweep, outcomes);

        var results = new MemoryStream();
        ResultsJson.Write(results, sweep, outcomes);
        var trials = JsonDocument.Parse(results.ToArray()).RootElement.GetProperty("trials").EnumerateArray().ToList();
        var best = trials.MaxBy(trial => trial.GetProperty("objective").GetDouble());
        Assert.Equal((sweep.Id, "MAXIMIZE", trials.Count), (Text(study, "name"), Text(study, "direction"), Trials(study).Count));
        Assert.Equal(best.GetProperty("objective").GetDouble(), Number(study, "best"));
        Assert.Equal(best.GetProperty("trial").GetString(), $"{study.GetProperty("best_trial").GetInt32():D4}");
        Assert.Equal(
            trials.Select(trial => trial.GetProperty("parameters").GetProperty("contrastive_loss").GetString()),
            Trials(study).Select(trial => Text(trial.GetProperty("params"), "contrastive_loss")));
        Assert.Equal(
            trials.Select(trial => trial.GetProperty("content_hash").GetString()),
            Trials(study).Select(trial => Text(trial.GetProperty("user_attrs"), "content_hash")));
        Assert.Equal([0, 1], Trials(study).Select(trial => trial.GetProperty("user_attrs").GetProperty("seed").GetInt32()).Distinct());
        Assert.All(Trials(study), trial => Assert.Equal(5, trial.GetProperty("reported").EnumerateObject().Count()));
    }

    [Fact]
    public async Task Journal_OfEveryKindOfTrial_IsWhatOptunaMakesOfIt()
    {
        var study = await Open(ExportedSweep.Odd, ExportedSweep.OddOutcomes);

        Assert.Equal(
            [
                "COMPLETE 0.5", "FAIL None", "COMPLETE -inf", "FAIL None", "COMPLETE 0.25", "FAIL None", "RUNNING None", "WAITING None",
            ],
            Trials(study).Select(trial => $"{Text(trial, "state")} {Text(trial, "value")}"));
        Assert.Equal("few", study.GetProperty("metric_names")[0].GetString());
        Assert.Equal(ExportedSweep.Odd.Description, Text(study.GetProperty("user_attrs"), "description"));
        var (first, nan, failed) = (Trials(study)[0], Trials(study)[1], Trials(study)[5]);
        // An inactive setting is none of a trial's, as in Optuna.
        Assert.Equal("""{"contrastive_loss": "none", "linear_probe": false}""", first.GetProperty("params").GetRawText());
        Assert.Equal(0.1, Trials(study)[1].GetProperty("params").GetProperty("temperature").GetDouble());
        Assert.Equal(
            "CategoricalDistribution(choices=(0.1, 0.25, 0.5))", Text(Trials(study)[1].GetProperty("distributions"), "temperature"));
        Assert.Equal("""{"2": "nan", "3": "nan"}""", nan.GetProperty("reported").GetRawText());
        Assert.Equal(60, first.GetProperty("seconds").GetDouble());
        Assert.Equal("""non-finite-loss: NaN in 'a/b': "c"\d""", Text(failed.GetProperty("user_attrs"), "failure"));
        Assert.Equal("other-12345678/0003", Text(Trials(study)[4].GetProperty("user_attrs"), "reused_from"));
    }

    [Fact]
    public async Task Journal_OfAHalvedSearch_HasTheLowerRungsPruned_AndOptunasBestIsTheLeaderboards()
    {
        var sweep = GeneratedSweep.Searched();
        var outcomes = GeneratedSweep.SearchedOutcomes(sweep);

        var study = await Open(sweep, outcomes);

        var last = outcomes.Where(outcome => sweep.RungOf(outcome.Row.Index) == 9).Select(outcome => outcome.Row.Index).ToHashSet();
        Assert.Equal(
            outcomes.Select(outcome => last.Contains(outcome.Row.Index) ? "COMPLETE" : "PRUNED"),
            Trials(study).Select(trial => Text(trial, "state")));
        var leader = Leaderboard.Of(sweep, outcomes.Select(outcome => outcome.Row)).Standings[0];
        Assert.Equal(leader.Trials[0], study.GetProperty("best_trial").GetInt32());
        Assert.Equal("FloatDistribution(high=1.0, log=True, low=0.02, step=None)", Text(
            Trials(study)[0].GetProperty("distributions"), "temperature"));
    }

    [Fact]
    public async Task Journal_OfASweepThatHasNotBegun_IsOpened()
    {
        var sweep = GeneratedSweep.Searched();

        var study = await Open(sweep, Enumerable.Range(0, sweep.TrialCount).Select(index =>
            new TrialOutcome(sweep.Trial(index), Some.Waiting(index), [], [])));

        Assert.Equal(["WAITING"], Trials(study).Select(trial => Text(trial, "state")).Distinct());
        Assert.Equal(sweep.TrialCount, Trials(study).Count);
    }

    private async Task<JsonElement> Open(SweepDefinition sweep, IEnumerable<TrialOutcome> outcomes)
    {
        // The interpreter that has it is named in its first line; the one on the path may be another.
        var python = File.ReadLines(Tool.Require("optuna").Path).First().TrimStart('#', '!')
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var journal = await ExportedSweep.Export("optuna", _folder["journal.log"], sweep, outcomes);
        var (exitCode, output) = await Tool.Require("env").Run([.. python, "-c", Script, journal]);
        Assert.True(exitCode == 0, output);
        return JsonDocument.Parse(output).RootElement;
    }

    private static List<JsonElement> Trials(JsonElement study) => [.. study.GetProperty("trials").EnumerateArray()];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static double Number(JsonElement element, string name) =>
        double.Parse(Text(element, name), System.Globalization.CultureInfo.InvariantCulture);
}
