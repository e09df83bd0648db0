using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using OrleansHybrid.Cli.Exports.TensorBoard.Messages;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cli.Exports.TensorBoard;

/// <summary>
/// A sweep as a log folder of TensorBoard: the experiment of the plugin HParams in the folder itself, and below it a run for each trial
/// that has begun, named by its number, with its settings, its metrics by epoch and its state. The seeds of a configuration are a session
/// group, of which HParams shows the mean. Source: tensorboard/plugins/hparams/{plugin_data.proto,metadata.py,metrics.py}.
/// </summary>
internal sealed class TensorBoardLog : ITrialExport
{
    private const string Plugin = "hparams", Prefix = "events.out.tfevents.";
    private const string ExperimentTag = "_hparams_/experiment", StartTag = "_hparams_/session_start_info";
    private const string EndTag = "_hparams_/session_end_info";

    private readonly string _folder, _file;
    private readonly DateTimeOffset _made;

    public TensorBoardLog(string folder, SweepDefinition sweep, DateTimeOffset made)
    {
        (_folder, _made) = (folder, made);
        _file = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{made.ToUnixTimeSeconds():D10}{Suffix(sweep)}");
        Directory.CreateDirectory(folder);
        using var events = new EventFile(Path.Combine(folder, _file), made);
        events.Write(OfPlugin(ExperimentTag, made, new() { Experiment = Describe(sweep, made) }));
    }

    /// <summary>The reason why a folder must not be replaced by the log of a sweep; null if it may.</summary>
    public static string? WhyKept(string folder, SweepDefinition sweep)
    {
        if (File.Exists(folder)) return "it is a file";
        if (!Directory.Exists(folder)) return null;
        // A shell would be left in a folder that is gone.
        if (Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) == Environment.CurrentDirectory) return "it is the current folder";
        var stranger = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).FirstOrDefault(file =>
            Path.GetFileName(file) is var name && !(name.StartsWith(Prefix, StringComparison.Ordinal)
                && name.EndsWith(Suffix(sweep), StringComparison.Ordinal)));
        return stranger is null ? null : $"it holds {Path.GetRelativePath(folder, stranger)}, which is not of this sweep's export";
    }

    public void Add(ExportedTrial trial)
    {
        if (trial.Began is not { } began) return;
        var folder = Path.Combine(_folder, trial.Outcome.Spec.Id.Number);
        Directory.CreateDirectory(folder);
        using var events = new EventFile(Path.Combine(folder, _file), _made);
        var start = new SessionStart { GroupName = $"configuration {trial.Group}", StartTimeSecs = EventFile.SecondsOf(began) };
        foreach (var (key, value) in trial.Settings) start.Hparams.Add(key, ValueOf(value));
        events.Write(OfPlugin(StartTag, began, new() { SessionStartInfo = start }));
        foreach (var epoch in trial.Epochs)
        {
            var summary = new Summary();
            foreach (var (name, value) in epoch.Values) summary.Value.Add(new SummaryValue { Tag = name, SimpleValue = (float)value });
            events.Write(new() { WallTime = EventFile.SecondsOf(epoch.Time), Step = epoch.Epoch, Summary = summary });
        }

        if (StatusOf(trial.State) is not (var status and not Status.Unknown)) return;
        var end = new SessionEnd { Status = status };
        if (trial.Ended is { } ended) end.EndTimeSecs = EventFile.SecondsOf(ended);
        events.Write(OfPlugin(EndTag, trial.Ended ?? _made, new() { SessionEndInfo = end }));
    }

    public void Complete()
    {
    }

    public void Dispose()
    {
    }

    // In the name of every file, so that an export recognises what it may replace.
    private static string Suffix(SweepDefinition sweep) => $".{sweep.Id}";

    private static Status StatusOf(TrialState state) => state switch
    {
        TrialState.Completed => Status.Success,
        TrialState.Failed or TrialState.Stopped or TrialState.Cancelled => Status.Failure,
        TrialState.Running => Status.Running,
        _ => Status.Unknown,
    };

    private static Experiment Describe(SweepDefinition sweep, DateTimeOffset made) => new()
    {
        Name = sweep.Id,
        Description = sweep.Description ?? "",
        TimeCreatedSecs = EventFile.SecondsOf(made),
        HparamInfos = { SettingDomain.Of(sweep).Where(domain => domain.Values.Count > 0).Select(Describe) },
        MetricInfos = { EpochSeries.Final(sweep).Select(Describe) },
    };

    private static HParam Describe(SettingDomain domain)
    {
        var described = new HParam
        {
            Name = domain.Setting.Key,
            Description = domain.Setting.Summary,
            Type = domain.Setting.Kind switch
            {
                SettingKind.Number or SettingKind.WholeNumber => HParamType.Float64,
                SettingKind.Switch => HParamType.Bool,
                _ => HParamType.String,
            },
            Differs = domain.Values.Count > 1,
        };
        if (domain.Range is { } range) described.DomainInterval = new() { MinValue = range.Low, MaxValue = range.High };
        else described.DomainDiscrete = new() { Values = { domain.Values.Select(ValueOf) } };
        return described;
    }

    private static Metric Describe(FinalMetric metric) => new()
    {
        Name = new() { Tag = metric.Name },
        DisplayName = metric.Name,
        Description = metric.Summary,
        DatasetType = metric.Images switch { MetricImages.Training => 1, MetricImages.Validation => 2, _ => 0 },
    };

    private static Value ValueOf(object value) => value switch
    {
        bool isOn => Value.ForBool(isOn),
        string text => Value.ForString(text),
        _ => Value.ForNumber(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
    };

    // The plugin reads the metadata alone, but a value must have something: a tensor without elements.
    private static Event OfPlugin(string tag, DateTimeOffset time, HParamsPluginData data) => new()
    {
        WallTime = EventFile.SecondsOf(time),
        Summary = new()
        {
            Value =
            {
                new SummaryValue
                {
                    Tag = tag,
                    Metadata = new() { PluginData = new() { PluginName = Plugin, Content = data.ToByteString() } },
                    Tensor = new() { Dtype = 1, TensorShape = new() { Dim = { new Dimension() } } },
                },
            },
        },
    };
}
