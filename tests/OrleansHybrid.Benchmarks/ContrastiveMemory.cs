using System.CommandLine;
using OrleansHybrid.Benchmarks.Measuring;
using OrleansHybrid.Benchmarks.Questions;
using Spectre.Console;

namespace OrleansHybrid.Benchmarks;

/// <summary>
/// The reason that arXiv 2103.14267 gives for prototypes: the supervised contrastive loss (SC) compares all views of a
/// batch with each other, N² numbers, the prototypical one (PSC) compares each with the classes, N · C. Both forward and
/// backward, in a fresh process a point.
/// </summary>
internal static class ContrastiveMemory
{
    private const string Name = "contrastive-memory";
    private const int Dim = 128, Steps = 5;

    private static readonly int[] Batches = [128, 256, 512, 1024, 2048];
    private static readonly int[] Classes = [10, 100, 8142];

    private sealed record Row(string Loss, int Batch, int Classes, double PeakMb, double LogitsMb, double StepMs);

    public static Command Create()
    {
        var threads = new Option<int>("--threads") { Description = "Threads to compute with.", DefaultValueFactory = _ => 1 };
        var command = new Command(Name, "Peak memory and step time of SC against PSC as batch and classes grow.") { threads };
        command.SetAction((arguments, stop) => Run(arguments.GetValue(threads), stop));
        return command;
    }

    private static async Task Run(int threads, CancellationToken stop)
    {
        var rows = new List<Row>();
        foreach (var classes in Classes)
            foreach (var batch in Batches)
                foreach (var loss in (string[])["sc", "psc"])
                    rows.Add(await Measure(new(loss, batch, classes, Dim, Steps), threads, stop));

        WriteTable(rows);
        Outcome.Print(Name, rows, Classes.SelectMany(classes => Batches.Select(batch =>
        {
            var (sc, psc) = (rows.Single(Is("sc", batch, classes)), rows.Single(Is("psc", batch, classes)));
            return new
            {
                Batch = batch,
                Classes = classes,
                Peak = Math.Round(sc.PeakMb / psc.PeakMb, 3),
                Time = Math.Round(sc.StepMs / psc.StepMs, 3)
            };
        })));
    }

    private static async Task<Row> Measure(LossPoint point, int threads, CancellationToken stop)
    {
        await Console.Error.WriteLineAsync($"{point.Loss}, batch {point.Batch}, {point.Classes} classes");
        // In huge pages the resident set would grow by 2 MB at a time.
        await using var process = LearningProcess.Start(Name, threads, KeyValuePair.Create<string, string?>("GLIBC_TUNABLES", null));
        var cost = await process.Ask<LossPoint, LossCost>(point, stop);
        var views = 2L * point.Batch;
        var logits = point.Loss == "sc" ? views * views : views * point.Classes;
        return new(
            point.Loss, point.Batch, point.Classes,
            Math.Round(cost.PeakBytes / 1e6, 3), Math
                .Round(sizeof(float) * logits / 1e6, 3), Math
                .Round(Rounds.Median(cost.StepMilliseconds), 3));
    }

    private static Func<Row, bool> Is(string loss, int batch, int classes) =>
        row => row.Loss == loss && row.Batch == batch && row.Classes == classes;

    private static void WriteTable(IReadOnlyList<Row> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("classes", "batch", "sc peak MB", "psc peak MB", "sc logits MB", "psc logits MB", "sc ms", "psc ms");
        foreach (var pair in rows.Chunk(2))
        {
            var (sc, psc) = (pair[0], pair[1]);
            table.AddRow([.. ((double[])[sc.Classes, sc.Batch, sc.PeakMb, psc.PeakMb, sc.LogitsMb, psc.LogitsMb, sc.StepMs, psc.StepMs])
                .Select(figure => FormattableString.Invariant($"{figure:G4}"))]);
        }

        AnsiConsole.Write(table);
    }
}
