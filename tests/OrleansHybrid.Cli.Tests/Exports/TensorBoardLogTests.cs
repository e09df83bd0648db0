using OrleansHybrid.Cli.Tests.Report;

namespace OrleansHybrid.Cli.Tests.Exports;

/// <summary>
/// Log folders by the numbers of the fields that TensorBoard publishes: event.proto, summary.proto, and plugin_data.proto and api.proto of
/// its plugin HParams.
/// </summary>
public sealed class TensorBoardLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Checksum_OfTheReader_IsCrc32C() => Assert.Equal(0xe3069283u, Unmask(EventRecords.Masked("123456789"u8)));

    [Fact]
    public async Task Root_HoldsTheExperimentOfHParams()
    {
        var root = await Odd();

        var records = EventRecords.Read(Assert.Single(Directory.GetFiles(root)));
        Assert.Equal("brain.Event:2", records[0].Text(3));
        var experiment = HParams(records[1], "_hparams_/experiment").One(2);
        Assert.Equal((ExportedSweep.Odd.Id, ExportedSweep.Odd.Description), (experiment.Text(6), experiment.Text(1)));
        Assert.Equal(
            ["contrastive_loss 1 none,sc", "temperature 3 0.1,0.25,0.5", "linear_probe 2 False"],
            experiment.All(4).Select(info => $"{info.Text(1)} {info.Whole(4)} {string.Join(',', info.One(5).All(1).Select(Value))}"));
        Assert.Equal([1, 1, 0], experiment.All(4).Select(info => info.Whole(7)));
        // The objective is the first column; the session's own run has the metrics, so the group is empty.
        Assert.Equal(["few", "top1", "many", "medium", "best_top1", "train_loss"], experiment.All(5).Select(info => info.One(1).Text(2)));
        Assert.All(experiment.All(5), info => Assert.Equal("", info.One(1).Text(1)));
        Assert.Equal([0, 0, 0, 0, 0, 1], experiment.All(5).Select(info => info.Whole(5)));
    }

    [Fact]
    public async Task Run_HasItsSettingsItsEpochsAndItsState()
    {
        var root = await Odd();

        var records = Run(root, "0001");
        var start = HParams(records[1], "_hparams_/session_start_info").One(3);
        Assert.Equal(
            ["contrastive_loss=sc", "linear_probe=False", "temperature=0.1"],
            start.All(1).Select(entry => $"{entry.Text(1)}={Value(entry.One(2))}").Order(StringComparer.Ordinal));
        Assert.Equal(Seconds(ExportedSweep.Began), start.Double(5));
        Assert.Equal([1, 2, 3], records.Skip(2).Take(3).Select(record => record.Whole(2)));
        // 60 s from the first attempt's beginning to the last one's end, for epochs of 5, 5 and 10 s.
        Assert.Equal(
            [15.0, 30.0, 60.0], records.Skip(2).Take(3).Select(record => record.Double(1) - Seconds(ExportedSweep.Began)));
        Assert.Equal([1f, float.PositiveInfinity, 1 / 3f], Scalars(records, "train_loss"));
        Assert.Equal([float.NaN, float.NaN], Scalars(records, "few"));
        Assert.Equal([0.8125f], Scalars(records, "best_top1"));
        Assert.Empty(Scalars(records, "contrastive_loss"));
        var end = HParams(records[^1], "_hparams_/session_end_info").One(4);
        Assert.Equal((1, Seconds(ExportedSweep.Began) + 60), (end.Whole(1), end.Double(2)));
    }

    [Fact]
    public async Task Runs_OfEveryState_AreThoseThatHaveBegun()
    {
        var root = await Odd();

        Assert.Equal(
            ["0000 1", "0001 1", "0002 1", "0003 1", "0004 1", "0005 2", "0006 3", "0007 -"],
            Directory.GetDirectories(root).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal).Select(run =>
                Run(root, run)[^1] is var last && last.One(5).All(1)[0].Text(1) == "_hparams_/session_end_info"
                    ? $"{run} {HParams(last, "_hparams_/session_end_info").One(4).Whole(1)}" : $"{run} -"));
        Assert.Equal(0, HParams(Run(root, "0006")[^1], "_hparams_/session_end_info").One(4).Double(2));
    }

    [Fact]
    public async Task SeedsOfAConfiguration_AreOneSessionGroup()
    {
        var sweep = GeneratedSweep.Small;
        var root = await ExportedSweep.Export("tensorboard", _folder["logs"], sweep, GeneratedSweep.Outcomes(sweep, epochs: 1));

        var groups = Enumerable.Range(0, sweep.TrialCount).GroupBy(
            index => HParams(Run(root, $"{index:D4}")[1], "_hparams_/session_start_info").One(3).Text(4));

        Assert.Equal(sweep.TrialCount / 2, groups.Count());
        Assert.All(groups, group =>
            Assert.Single(group.Select(index => string.Join(' ', sweep.ParametersOf(index))).Distinct()));
    }

    [Fact]
    public async Task DrawnSetting_IsAnInterval()
    {
        var sweep = GeneratedSweep.Searched();
        var root = await ExportedSweep.Export("tensorboard", _folder["logs"], sweep, GeneratedSweep.SearchedOutcomes(sweep));

        var experiment = HParams(EventRecords.Read(Assert.Single(Directory.GetFiles(root)))[1], "_hparams_/experiment").One(2);
        var temperature = experiment.All(4).Single(info => info.Text(1) == "temperature").One(6);
        Assert.Equal((0.02, 1.0), (temperature.Double(1), temperature.Double(2)));
        Assert.Equal(["1", "3", "9"], experiment.All(4).Single(info => info.Text(1) == "epochs").One(5).All(1).Select(Value));
    }

    private Task<string> Odd() =>
        ExportedSweep.Export("tensorboard", _folder["logs"], ExportedSweep.Odd, [
            .. ExportedSweep.OddOutcomes, new(ExportedSweep.Odd.Trial(8 - 1), Some.Waiting(7), [], [])]);

    private static IReadOnlyList<WireMessage> Run(string root, string run) =>
        EventRecords.Read(Assert.Single(Directory.GetFiles(Path.Combine(root, run))));

    private static List<float> Scalars(IReadOnlyList<WireMessage> records, string tag) =>
    [
        .. from record in records
           where record.Has(5)
           from value in record.One(5).All(1)
           where value.Text(1) == tag
           select value.Single(2),
    ];

    private static WireMessage HParams(WireMessage record, string tag)
    {
        var value = record.One(5).One(1);
        Assert.Equal(tag, value.Text(1));
        Assert.Equal((1, 0), (value.One(8).Whole(1), value.One(8).One(2).One(2).Whole(1)));
        Assert.Equal("hparams", value.One(9).One(1).Text(1));
        var data = value.One(9).One(1).One(2);
        Assert.Equal(0, data.Whole(1));
        return data;
    }

    // google.protobuf.Value: a number, a text or a truth value.
    private static string Value(WireMessage value) =>
        value.Has(2) ? FormattableString.Invariant($"{value.Double(2)}") : value.Has(3) ? value.Text(3) : $"{value.Whole(4) == 1}";

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    private static uint Unmask(uint masked) => System.Numerics.BitOperations.RotateLeft(masked - 0xa282ead8u, 15);
}
