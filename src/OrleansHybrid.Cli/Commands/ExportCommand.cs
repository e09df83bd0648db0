using System.CommandLine;
using System.Text;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Tables;
using OrleansHybrid.Sweeps.Results;

namespace OrleansHybrid.Cli.Commands;

/// <summary>One file of a sweep's trials for another program.</summary>
internal static class ExportCommand
{
    private static readonly string[] Formats = ["csv", "json", "parquet"];

    public static Command Create() => SweepCommand.Create("export", "Write a sweep's trials as one CSV, JSON or Parquet file.", command =>
    {
        var format = new Option<string>("--output", "-o")
        {
            Description = "csv, parquet: one row for each trial; json: also their epochs.",
            DefaultValueFactory = _ => "csv"
        };
        format.AcceptOnlyFromAmong(Formats);
        var file = new Option<string?>("--file") { Description = "The file to write; standard output unless given. Required for parquet." };
        command.Add(format);
        command.Add(file);
        return async context =>
        {
            var (definition, chosen, path) = (
                await context.Sweep.Definition(), context.Arguments.GetValue(format), context.Arguments.GetValue(file));
            if (chosen == "parquet" && path is null)
                throw new UserException("Parquet is a binary format: name a file with --file, such as --file trials.parquet.");
            var rows = await context.Sweep.Rows();
            var content = new MemoryStream();
            switch (chosen)
            {
                case "parquet":
                    await ParquetTable.Write(content, TrialListing.Columns(definition), rows);
                    break;
                case "json":
                    ResultsJson.Write(content, definition, await context.Sweep.Outcomes(definition, rows));
                    break;
                default:
                    await using (var writer = new StreamWriter(content, new UTF8Encoding(false), leaveOpen: true))
                        ResultsCsv.Write(writer, definition, await context.Sweep.Outcomes(definition, rows));
                    break;
            }

            await Save(content, path, context.Stop);
            return ExitCode.Complete;
        };
    });

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
            throw new UserException($"Cannot write {path}: {failure.Message} Name another file with --file.", failure);
        }

        await Console.Error.WriteLineAsync($"Wrote {path}.");
    }
}
