using System.CommandLine;
using System.Text;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Tables;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;

namespace OrleansHybrid.Cli.Commands;

/// <summary>A sweep's trials for another program: one table, or what TensorBoard, Optuna or MLflow opens.</summary>
internal static class ExportCommand
{
    private static readonly string[] Formats = ["csv", "json", "parquet", "tensorboard", "optuna", "mlflow"];

    public static Command Create() => SweepCommand.Create("export", "Write a sweep's trials for another program.", command =>
    {
        var format = new Option<string>("--output", "-o")
        {
            Description = "csv, parquet: one row for each trial; json: also their epochs; tensorboard: a log folder with HParams; "
                + "optuna: a study in a journal file; mlflow: an experiment in a file store.",
            DefaultValueFactory = _ => "csv"
        };
        format.AcceptOnlyFromAmong(Formats);
        var place = new Option<string?>("--to", "--file")
        {
            Description = "The file to write, or the folder for tensorboard and mlflow; csv and json go to standard output unless given.",
        };
        command.Add(format);
        command.Add(place);
        return async context =>
        {
            var (definition, chosen, path) = (
                await context.Sweep.Definition(), context.Arguments.GetValue(format)!, context.Arguments.GetValue(place));
            if (path is null && chosen is not ("csv" or "json")) throw new UserException(WhereTo(chosen));
            var rows = await context.Sweep.Rows();
            switch (chosen)
            {
                case "tensorboard" or "optuna" or "mlflow":
                    await SweepExport.Write(
                        chosen, path!, definition, context.Sweep.OutcomesInTurn(definition, rows), TimeProvider.System.GetUtcNow(),
                        context.Stop);
                    await Console.Error.WriteLineAsync($"Wrote {path}. {SweepExport.Opening(chosen, path!)}");
                    break;
                default:
                    var content = new MemoryStream();
                    if (chosen == "parquet") await ParquetTable.Write(content, TrialListing.Columns(definition), rows);
                    else await WriteText(content, chosen, definition, await context.Sweep.Outcomes(definition, rows));
                    await Save(content, path, context.Stop);
                    break;
            }

            return ExitCode.Complete;
        };
    });

    private static string WhereTo(string format) => format switch
    {
        "parquet" => "Parquet is a binary format: name a file with --to, such as --to trials.parquet.",
        "optuna" => "Optuna opens a journal by its path: name a file with --to, such as --to journal.log.",
        "mlflow" => "MLflow opens a folder of experiments: name one with --to, such as --to mlruns.",
        _ => "TensorBoard opens a folder: name one with --to, such as --to logs.",
    };

    private static async Task WriteText(Stream content, string format, SweepDefinition definition, IReadOnlyList<TrialOutcome> outcomes)
    {
        if (format == "json")
        {
            ResultsJson.Write(content, definition, outcomes);
            return;
        }

        await using var writer = new StreamWriter(content, new UTF8Encoding(false), leaveOpen: true);
        ResultsCsv.Write(writer, definition, outcomes);
    }

    private static async Task Save(MemoryStream content, string? path, CancellationToken stop)
    {
        content.Position = 0;
        if (path is null)
        {
            Console.Write(Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length));
            return;
        }

        try
        {
            await using var file = File.Create(path);
            await content.CopyToAsync(file, stop);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"Cannot write {path}: {failure.Message} Name another file with --to.", failure);
        }

        await Console.Error.WriteLineAsync($"Wrote {path}.");
    }
}
