using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Tests.Definition;
using OrleansHybrid.Sweeps.Tests.Trials;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Results;

public sealed class CsvTests
{
    private const string Columns =
        "seed,objective,state,attempts,epochs,top1,many,medium,few,best_top1,images_per_second,weights_sha256,prototypes_sha256,data,error";

    [Fact]
    public void ResultsCsv_OfEveryKindOfTrial_HasOneRowEachInTheOrderOfTheGrid()
    {
        var sweep = SweepYaml.Named(
            "parameters: {imbalance: {values: [10, 100]}, alpha_schedule: {values: [linear]}}\nrepeats: {seeds: [3, 4]}");
        using var writer = new StringWriter();

        ResultsCsv.Write(
            writer,
            sweep,
            [
                Outcomes.Of(sweep, Outcomes.Waiting(3)),
                Outcomes.Of(sweep, Outcomes.Waiting(2, TrialState.Running, attempts: 2), Make.Epochs(1, 4)),
                Outcomes.Of(sweep, Outcomes.Failed(1, "NaN")),
                Outcomes.Of(sweep, Outcomes.Completed(0, 1 / 3.0, attempts: 2), Make.Epochs(1, 6)),
            ]);

        Assert.Equal(
            $"""
            trial,imbalance,alpha_schedule,{Columns}
            0000,10,linear,3,0.333333,completed,2,6,0.333333,,0.25,,0.458333,1234.6,aa0,,,
            0001,100,linear,3,,failed,1,,,,,,,,,,,non-finite-loss: NaN
            0002,10,linear,4,,running,2,4,,,,,,,,,,
            0003,100,linear,4,,pending,0,,,,,,,,,,,

            """,
            writer.ToString());
    }

    [Fact]
    public void ResultsCsv_WhereAParameterIsInactive_IsEmpty()
    {
        var sweep = SweepYaml.Named(
            "parameters: {contrastive_loss: {values: [sc, mpsc]}, prototypes_per_class: {values: [4], when: {contrastive_loss: mpsc}}}");
        using var writer = new StringWriter();

        ResultsCsv.Write(writer, sweep, [Outcomes.Of(sweep, Outcomes.Waiting(0)), Outcomes.Of(sweep, Outcomes.Waiting(1))]);

        Assert.Equal(
            ["0000,sc,,0", "0001,mpsc,4,0"],
            writer.ToString().Split('\n')[1..3].Select(line => line[..line.IndexOf(",,pending", StringComparison.Ordinal)]));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("a, b")]
    [InlineData("he said \"no\"")]
    [InlineData("\"")]
    [InlineData("two\nlines")]
    [InlineData("two\r\nlines, \"quoted\"")]
    public void ResultsCsv_OfAnAwkwardMessage_ReadsBackTheSame(string message)
    {
        var sweep = SweepYaml.Named("parameters: {lr_milestones: {values: [[0.6, 0.8]]}}");
        using var writer = new StringWriter();
        ResultsCsv.Write(writer, sweep, [Outcomes.Of(sweep, Outcomes.Failed(0, message, FailureKind.Crash))]);

        var rows = ReadCsv(writer.ToString());

        Assert.Equal(2, rows.Count);
        Assert.Equal(rows[0].Count, rows[1].Count);
        Assert.Equal(("[0.6, 0.8]", $"crash: {message}"), (rows[1][1], rows[1][^1]));
    }

    [Fact]
    public void ResultsCsv_OfAMessageThatNamesAHostileFile_SendsNothingToATerminal()
    {
        var sweep = SweepYaml.Named("");
        using var writer = new StringWriter();

        ResultsCsv.Write(writer, sweep, [Outcomes.Of(sweep, Outcomes.Failed(0, "\e]2;owned\a.jpg is missing", FailureKind.Crash))]);

        Assert.Equal("crash: ␛]2;owned␇.jpg is missing", ReadCsv(writer.ToString())[1][^1]);
    }

    [Fact]
    public void ResultsCsv_OfASweptSeed_HasOneSeedColumn()
    {
        var sweep = SweepYaml.Named("parameters: {seed: {values: [1, 2]}}");
        using var writer = new StringWriter();

        ResultsCsv.Write(writer, sweep, []);

        Assert.Equal($"trial,{Columns}\n", writer.ToString());
    }

    [Fact]
    public void ResultsCsv_OfASweepWithValidationImages_HasTheirColumnsAtTheEnd()
    {
        var sweep = SweepYaml.Named("metric: {name: val_knn}\nrecipe: {validation: 10}");
        var row = Outcomes.Completed(0, 0.5);
        row = row with { Result = row.Result! with { Validation = new(0.75, 1, null, 0.25), ValBestTop1 = 0.8, ValKnn = 0.7, Knn = 0.1 } };
        using var writer = new StringWriter();

        ResultsCsv.Write(writer, sweep, [Outcomes.Of(sweep, row), Outcomes.Of(sweep, Outcomes.Waiting(0))]);

        var lines = writer.ToString().Split('\n');
        Assert.Equal($"trial,{Columns},val_top1,val_many,val_medium,val_few,val_best_top1,val_knn", lines[0]);
        Assert.Equal("0000,0,0.7,completed,1,6,0.5,,0.25,,0.625,1234.6,aa0,,,,0.75,1,,0.25,0.8,0.7", lines[1]);
        Assert.Equal("0000,0,,pending,0,,,,,,,,,,,,,,,,,", lines[2]);
    }

    [Fact]
    public void HistoryCsv_OfEpochsWithValidationImages_HasTheirColumnsAtTheEnd()
    {
        using var writer = new StringWriter();

        HistoryCsv.Write(writer, [.. Make.Epochs(1, 2).Select(epoch => epoch with { Validation = new(0.5, null, 0.25, null) })]);

        Assert.EndsWith("seconds,val_top1,val_medium", writer.ToString().Split('\n')[0], StringComparison.Ordinal);
        Assert.EndsWith(",0.5,0.25", writer.ToString().Split('\n')[2], StringComparison.Ordinal);
    }

    [Fact]
    public void HistoryCsv_OfEpochs_IsExactAndLeavesTheUnknownEmpty()
    {
        using var writer = new StringWriter();

        HistoryCsv.Write(
            writer,
            [
                new()
                {
                    Epoch = 1,
                    Step = 30,
                    TrainLoss = 2.5,
                    ContrastiveLoss = 0.1 + 0.2,
                    ClassifierLoss = 2,
                    Alpha = 1,
                    LearningRate = 0.05,
                    Accuracy = null,
                    ImagesPerSecond = 512.25,
                    Seconds = 1.5,
                },
                new()
                {
                    Epoch = 2,
                    Step = 60,
                    TrainLoss = 1.25,
                    ContrastiveLoss = null,
                    ClassifierLoss = 1,
                    Alpha = 0.75,
                    LearningRate = 1e-5,
                    Accuracy = new(0.5, 0.75, null, 0.125),
                    ImagesPerSecond = 600,
                    Seconds = 1.25,
                },
            ]);

        Assert.Equal(
            """
            epoch,step,train_loss,contrastive_loss,classifier_loss,alpha,learning_rate,top1,many,medium,few,images_per_second,seconds
            1,30,2.5,0.30000000000000004,2,1,0.05,,,,,512.25,1.5
            2,60,1.25,,1,0.75,1E-05,0.5,0.75,,0.125,600,1.25

            """,
            writer.ToString());
    }

    /// <summary>RFC 4180, by its grammar.</summary>
    private static List<List<string>> ReadCsv(string text)
    {
        var rows = new List<List<string>>();
        var row = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var cell = "";
            if (text[at] == '"')
            {
                for (at++; text[at] != '"' || (at + 1 < text.Length && text[at + 1] == '"'); at++)
                {
                    if (text[at] == '"') at++;
                    cell += text[at];
                }

                at++;
            }
            else
            {
                for (; text[at] is not (',' or '\n'); at++) cell += text[at];
            }

            row.Add(cell);
            if (text[at++] == '\n')
            {
                rows.Add(row);
                row = [];
            }
        }

        return rows;
    }
}
