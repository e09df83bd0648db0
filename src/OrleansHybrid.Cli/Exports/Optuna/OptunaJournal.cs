using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Exports.Optuna;

/// <summary>
/// A sweep as a study of Optuna in the journal of its <c>JournalFileBackend</c> (3.1: <c>JournalFileStorage</c>): one JSON object a line,
/// each an operation. A trial is one <c>create_trial</c> with everything that is known of it, and has its number here as there. Source:
/// optuna/storages/journal/_storage.py.
/// </summary>
/// <remarks>
/// Optuna has one trial for a configuration that it prunes; here each rung is a trial of its own, so all but the last are pruned trials.
/// A trial that has completed without an objective, or with NaN, is a failed one, as in Optuna. Python's JSON has literals for NaN and
/// the infinities.
/// </remarks>
internal sealed class OptunaJournal : ITrialExport
{
    private const string Worker = "hybrid-export";

    // Of a file that no browser reads as a page: quotes and signs of other languages stay as they are.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StreamWriter _file;
    private readonly SweepDefinition _sweep;
    private readonly Dictionary<string, OptunaDistribution> _distributions;
    private readonly MemoryStream _line = new();

    public OptunaJournal(string path, SweepDefinition sweep)
    {
        _sweep = sweep;
        _distributions = SettingDomain.Of(sweep).Where(domain => domain.Values.Count > 0)
            .ToDictionary(domain => domain.Setting.Key, domain => new OptunaDistribution(domain));
        _file = new(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16) { NewLine = "\n" };
        _file.WriteLine(FirstLine(sweep));
        Attribute(Operation.SetStudySystemAttribute, "system_attr", "study:metric_names", new[] { sweep.Metric.Name });
        Attribute(Operation.SetStudyUserAttribute, "user_attr", "sweep", sweep.Name);
        if (sweep.Description is { } description)
            Attribute(Operation.SetStudyUserAttribute, "user_attr", "description", description);
    }

    private enum Operation
    {
        CreateStudy = 0,
        SetStudyUserAttribute = 2,
        SetStudySystemAttribute = 3,
        CreateTrial = 4,
    }

    private enum State
    {
        Running = 0,
        Complete = 1,
        Pruned = 2,
        Fail = 3,
        Waiting = 4,
    }

    /// <summary>The reason why a file must not be overwritten by the journal of a sweep; null if it may.</summary>
    public static string? WhyKept(string path, SweepDefinition sweep)
    {
        if (Directory.Exists(path)) return "it is a folder";
        if (!File.Exists(path)) return null;
        var isFirst = true;
        foreach (var line in File.ReadLines(path))
        {
            if (isFirst && line != FirstLine(sweep)) return "it is not the journal of this sweep";
            if (!line.StartsWith(Beginning, StringComparison.Ordinal)) return "Optuna has written to it since it was exported";
            isFirst = false;
        }

        return isFirst && new FileInfo(path).Length > 0 ? "it is not the journal of this sweep" : null;
    }

    public void Add(ExportedTrial trial) => WriteLine(Operation.CreateTrial, json =>
    {
        var state = StateOf(trial);
        var settings = trial.Settings.ToList();
        json.WriteNumber("study_id", 0);
        // A trial that ends needs both times, and one that waits has none.
        var began = state is State.Waiting ? null : trial.Began ?? trial.Ended;
        json.WriteString("datetime_start", began is { } start ? Time(start) : null);
        json.WriteNumber("state", (int)state);
        json.WritePropertyName("value");
        if (state is State.Complete or State.Pruned && trial.Objective is { } value and not double.NaN) WriteNumber(json, value);
        else json.WriteNullValue();
        json.WriteNull("values");
        if (state is State.Complete or State.Pruned or State.Fail && trial.Ended is { } ended)
            json.WriteString("datetime_complete", Time(ended));
        json.WriteStartObject("distributions");
        foreach (var (key, _) in settings) json.WriteString(key, _distributions[key].Json);
        json.WriteEndObject();
        json.WriteStartObject("params");
        foreach (var (key, setting) in settings)
        {
            json.WritePropertyName(key);
            WriteNumber(json, _distributions[key].NumberOf(setting));
        }

        json.WriteEndObject();
        json.WriteStartObject("user_attrs");
        foreach (var (name, fact) in trial.Facts.Concat(trial.FinalMetrics.Select(metric => (metric.Name, (object)metric.Value))))
        {
            json.WritePropertyName(name);
            if (fact is double number) WriteNumber(json, number);
            else JsonSerializer.Serialize(json, fact);
        }

        json.WriteEndObject();
        json.WriteStartObject("system_attrs");
        json.WriteEndObject();
        json.WriteStartObject("intermediate_values");
        foreach (var epoch in trial.Outcome.History)
        {
            if (_sweep.Metric.At(epoch) is not { } reached) continue;
            json.WritePropertyName(epoch.Epoch.ToString(CultureInfo.InvariantCulture));
            WriteNumber(json, reached);
        }

        json.WriteEndObject();
    });

    public void Complete() => _file.Flush();

    public void Dispose()
    {
        _file.Dispose();
        _line.Dispose();
    }

    private static State StateOf(ExportedTrial trial) => trial.State switch
    {
        TrialState.Running => State.Running,
        TrialState.Pruned => State.Pruned,
        TrialState.Completed when trial.Objective is null or double.NaN => State.Fail,
        TrialState.Completed => trial.EndsAtLowerRung ? State.Pruned : State.Complete,
        TrialState.Failed or TrialState.Stopped or TrialState.Cancelled => State.Fail,
        _ => State.Waiting,
    };

    private static string Beginning => $$"""{"worker_id":"{{Worker}}",""";

    private static string FirstLine(SweepDefinition sweep)
    {
        var direction = sweep.Metric.Goal is Goal.Maximize ? 2 : 1;
        return $$"""
            {{Beginning}}"op_code":{{(int)Operation.CreateStudy}},"study_name":"{{sweep.Id}}","directions":[{{direction}}]}
            """;
    }

    private void Attribute(Operation operation, string kind, string name, object value) => WriteLine(operation, json =>
    {
        json.WriteNumber("study_id", 0);
        json.WriteStartObject(kind);
        json.WritePropertyName(name);
        JsonSerializer.Serialize(json, value);
        json.WriteEndObject();
    });

    private void WriteLine(Operation operation, Action<Utf8JsonWriter> write)
    {
        _line.SetLength(0);
        using (var json = new Utf8JsonWriter(_line, Plain))
        {
            json.WriteStartObject();
            json.WriteString("worker_id", Worker);
            json.WriteNumber("op_code", (int)operation);
            write(json);
            json.WriteEndObject();
        }

        _file.WriteLine(Encoding.UTF8.GetString(_line.GetBuffer(), 0, (int)_line.Length));
    }

    private static void WriteNumber(Utf8JsonWriter json, double number)
    {
        if (double.IsFinite(number)) json.WriteNumberValue(number);
        else json.WriteRawValue(number.ToString(CultureInfo.InvariantCulture), skipInputValidation: true);
    }

    // Python before 3.11 reads no Z.
    private static string Time(DateTimeOffset time) =>
        time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture);
}
