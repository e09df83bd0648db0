using System.Globalization;
using System.Text.RegularExpressions;
using OrleansHybrid.Cli.Exports.Mlflow;
using YamlDotNet.RepresentationModel;

namespace OrleansHybrid.Cli.Tests.Exports;

/// <summary>File stores as MLflow's file_store.py reads them: the rules of its names, and the fields that it needs.</summary>
public sealed partial class MlflowExperimentTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Store => _folder["mlruns"];

    private string Experiment => Path.Combine(Store, MlflowExperiment.IdOf(ExportedSweep.Odd));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Experiment_HasTheFieldsThatMlflowReads()
    {
        await Odd();

        var meta = Yaml(Experiment);
        Assert.Equal(
            ["artifact_location", "creation_time", "experiment_id", "last_update_time", "lifecycle_stage", "name"], meta.Keys.Order());
        // Migration to a database needs a whole number.
        Assert.Matches("^[1-9][0-9]{17}$", meta["experiment_id"]);
        Assert.Equal((Path.GetFileName(Experiment), ExportedSweep.Odd.Id), (meta["experiment_id"], meta["name"]));
        Assert.Equal(new Uri(Experiment).AbsoluteUri, meta["artifact_location"]);
        Assert.Equal(ExportedSweep.Odd.Description, Read(Experiment, "tags", "mlflow.note.content"));
    }

    [Fact]
    public async Task Run_HasItsParametersItsMetricsByEpochAndItsTags()
    {
        await Odd();

        var run = Runs()["0001"];
        var meta = Yaml(run);
        Assert.Equal(Path.GetFileName(run), meta["run_id"]);
        Assert.Equal(meta["run_id"], meta["run_uuid"]);
        Assert.Matches("^[0-9a-f]{32}$", meta["run_id"]);
        Assert.Equal(new Uri(Path.Combine(run, "artifacts")).AbsoluteUri, meta["artifact_uri"]);
        Assert.Equal(Milliseconds(ExportedSweep.Began), meta["start_time"]);
        Assert.Equal(Milliseconds(ExportedSweep.Began.AddSeconds(60)), meta["end_time"]);
        Assert.Equal(
            ["contrastive_loss=sc", "linear_probe=false", "seed=7", "temperature=0.1"],
            Directory.GetFiles(Path.Combine(run, "params")).Select(file => $"{Path.GetFileName(file)}={File.ReadAllText(file)}")
                .Order(StringComparer.Ordinal));
        Assert.Equal(
            [(1.0, 1), (double.PositiveInfinity, 2), (1 / 3.0, 3)],
            Lines(run, "train_loss").Select(line => (line.Value, line.Step)));
        Assert.Equal([double.NaN, double.NaN], Lines(run, "few").Select(line => line.Value));
        Assert.Equal([(0.8125, 3)], Lines(run, "best_top1").Select(line => (line.Value, line.Step)));
        Assert.Equal("0001", Read(run, "tags", "mlflow.runName"));
        Assert.Equal(ExportedSweep.Odd.Trial(1).ContentHash, Read(run, "tags", "content_hash"));
        Assert.Equal("2", Read(run, "tags", "attempts"));
    }

    [Fact]
    public async Task Runs_HaveTheStatesOfMlflow()
    {
        await Odd();

        // 2 is scheduled, 3 finished, 4 failed, 1 running.
        Assert.Equal(
            ["3", "3", "3", "3", "3", "4", "1", "2"],
            Runs().OrderBy(run => run.Key, StringComparer.Ordinal).Select(run => Yaml(run.Value)["status"]));
        Assert.Equal(["null", "null"], Runs().Where(run => run.Key is "0006" or "0007").Select(run => Yaml(run.Value)["end_time"]));
        Assert.Equal("non-finite-loss: NaN in 'a/b': \"c\"\\d", Read(Runs()["0005"], "tags", "failure"));
    }

    [Fact]
    public async Task Names_AreThoseThatMlflowAllows()
    {
        await Odd();

        var names = Directory.GetFiles(Experiment, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(file)).Where(name => name != "meta.yaml");

        Assert.All(names, name => Assert.Matches(AllowedName(), name));
    }

    [Fact]
    public async Task Store_KeepsOtherExperiments_AndReplacesThisOne()
    {
        var other = Path.Combine(Store, "123");
        Directory.CreateDirectory(other);
        File.WriteAllText(Path.Combine(other, "meta.yaml"), "name: other\n");
        await Odd();
        File.WriteAllText(Path.Combine(Experiment, "stale"), "");

        await Odd();

        Assert.Equal("name: other\n", File.ReadAllText(Path.Combine(other, "meta.yaml")));
        Assert.False(File.Exists(Path.Combine(Experiment, "stale")));
        Assert.Equal(2, Directory.GetFileSystemEntries(Store).Length);
    }

    private Task<string> Odd() => ExportedSweep.Export("mlflow", Store, ExportedSweep.Odd, ExportedSweep.OddOutcomes);

    private Dictionary<string, string> Runs() => Directory.GetDirectories(Experiment)
        .Where(folder => Path.GetFileName(folder) != "tags")
        .ToDictionary(run => Yaml(run)["run_name"]);

    private static Dictionary<string, string> Yaml(string folder)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(folder, "meta.yaml"))));
        return ((YamlMappingNode)stream.Documents[0].RootNode).Children.ToDictionary(
            field => $"{field.Key}", field => field.Value is YamlScalarNode scalar ? scalar.Value! : "");
    }

    private static List<(long Time, double Value, int Step)> Lines(string run, string metric) =>
    [
        .. from line in File.ReadAllLines(Path.Combine(run, "metrics", metric))
           let parts = line.Split(' ')
           select (
               long.Parse(parts[0], CultureInfo.InvariantCulture),
               double.Parse(parts[1], CultureInfo.InvariantCulture),
               int.Parse(parts[2], CultureInfo.InvariantCulture)),
    ];

    private static string Read(string of, string part, string name) => File.ReadAllText(Path.Combine(of, part, name));

    private static string Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[/\w.\- ]*$")]
    private static partial Regex AllowedName();
}
