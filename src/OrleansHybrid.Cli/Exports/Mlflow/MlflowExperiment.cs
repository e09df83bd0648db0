using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Exports.Mlflow;

/// <summary>
/// A sweep as an experiment in a file store of MLflow: a run for each trial that has begun or waits, with a file for each parameter,
/// tag and metric, and its metrics by epoch. A run has the same id in every export. MLflow 3.13 and later reads a file store only to
/// migrate it to a database. Sources: mlflow/store/tracking/file_store.py, mlflow/store/fs2db/_tracking.py.
/// </summary>
/// <param name="folder">The experiment's folder while it is written.</param>
/// <param name="place">The folder where it will be.</param>
internal sealed class MlflowExperiment(string folder, string place, SweepDefinition sweep, DateTimeOffset made) : ITrialExport
{
    private const string Meta = "meta.yaml", Trash = ".trash";

    // MLflow's numbers of the states of a run.
    private enum Status
    {
        Running = 1,
        Scheduled = 2,
        Finished = 3,
        Failed = 4,
        Killed = 5,
    }

    /// <summary>The experiment's id and the name of its folder: 18 digits, as MLflow draws them, but always the same for a sweep.</summary>
    public static string IdOf(SweepDefinition sweep)
    {
        var hash = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(sweep.Id)));
        return (100_000_000_000_000_000 + hash % 900_000_000_000_000_000).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The reason why experiments must not be put into a folder; null if it is a file store, or can become one.</summary>
    public static string? WhyKept(string store)
    {
        if (File.Exists(store)) return "it is a file";
        if (!Directory.Exists(store) || !Directory.EnumerateFileSystemEntries(store).Any()) return null;
        var isStore = Directory.Exists(Path.Combine(store, Trash))
            || Directory.EnumerateDirectories(store).Any(experiment => File.Exists(Path.Combine(experiment, Meta)));
        return isStore ? null : "it is neither empty nor a file store of MLflow";
    }

    public void Add(ExportedTrial trial)
    {
        if (StatusOf(trial) is not { } status) return;
        var (name, id) = (trial.Outcome.Spec.Id.Number, RunId(trial.Outcome.Spec.Id));
        var run = Path.Combine(folder, id);
        foreach (var part in (ReadOnlySpan<string>)["metrics", "params", "tags", "artifacts"])
            Directory.CreateDirectory(Path.Combine(run, part));

        Yaml(
            run,
            ("artifact_uri", Quoted(Location(id, "artifacts"))),
            ("deleted_time", "null"),
            ("end_time", trial.Ended is { } ended ? Milliseconds(ended) : "null"),
            ("entry_point_name", Quoted("")),
            ("experiment_id", Quoted(IdOf(sweep))),
            ("lifecycle_stage", "active"),
            ("run_id", Quoted(id)),
            ("run_name", Quoted(name)),
            ("run_uuid", Quoted(id)),
            ("source_name", Quoted("")),
            ("source_type", "4"),
            ("source_version", Quoted("")),
            ("start_time", Milliseconds(trial.Began ?? made)),
            ("status", ((int)status).ToString(CultureInfo.InvariantCulture)),
            ("tags", "[]"),
            ("user_id", Quoted("hybrid")));

        foreach (var parameter in trial.Outcome.Spec.Parameters.Where(parameter => parameter.IsGiven))
            Text(run, "params", parameter.Key, parameter.Value);
        if (trial.Outcome.Spec.Parameters.All(parameter => parameter.Key != "seed"))
            Text(run, "params", "seed", trial.Outcome.Spec.Recipe.Seed.ToString(CultureInfo.InvariantCulture));
        Text(run, "tags", "mlflow.runName", name);
        Text(run, "tags", "mlflow.user", "hybrid");
        foreach (var (fact, value) in trial.Facts) Text(run, "tags", fact, Convert.ToString(value, CultureInfo.InvariantCulture)!);
        Metrics(run, trial);
    }

    public void Complete()
    {
        Directory.CreateDirectory(Path.Combine(folder, "tags"));
        Yaml(
            folder,
            ("artifact_location", Quoted(Location())),
            ("creation_time", Milliseconds(made)),
            ("experiment_id", Quoted(IdOf(sweep))),
            ("last_update_time", Milliseconds(made)),
            ("lifecycle_stage", "active"),
            ("name", Quoted(sweep.Id)));
        Text(folder, "tags", "metric", sweep.Metric.Name);
        Text(folder, "tags", "goal", sweep.Metric.Goal is Goal.Maximize ? "maximize" : "minimize");
        if (sweep.Description is { } description) Text(folder, "tags", "mlflow.note.content", description);
    }

    public void Dispose()
    {
    }

    // What a search has decided not to train is no run.
    private static Status? StatusOf(ExportedTrial trial) => trial.State switch
    {
        TrialState.Pruned => null,
        TrialState.Completed => Status.Finished,
        TrialState.Failed => Status.Failed,
        TrialState.Stopped or TrialState.Cancelled => Status.Killed,
        TrialState.Running => Status.Running,
        _ => Status.Scheduled,
    };

    private static string RunId(TrialId trial) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(trial.ToString())).AsSpan(0, 16));

    private static void Metrics(string run, ExportedTrial trial)
    {
        var metrics = new Dictionary<string, StringBuilder>();
        foreach (var epoch in trial.Epochs)
        {
            foreach (var (name, value) in epoch.Values)
            {
                if (!metrics.TryGetValue(name, out var lines)) metrics.Add(name, lines = new());
                lines.Append(CultureInfo.InvariantCulture, $"{Milliseconds(epoch.Time)} {value:R} {epoch.Epoch}\n");
            }
        }

        foreach (var (name, lines) in metrics) Text(run, "metrics", name, lines.ToString());
    }

    private static void Yaml(string of, params ReadOnlySpan<(string Key, string Value)> lines)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in lines) text.Append(CultureInfo.InvariantCulture, $"{key}: {value}\n");
        File.WriteAllText(Path.Combine(of, Meta), text.ToString());
    }

    private static void Text(string of, string part, string name, string text) =>
        File.WriteAllText(Path.Combine(of, part, name), text);

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private string Location(params ReadOnlySpan<string> parts) =>
        new Uri(parts.Length == 0 ? place : Path.Combine([place, .. parts])).AbsoluteUri;
}
