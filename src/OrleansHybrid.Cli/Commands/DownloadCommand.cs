using System.CommandLine;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Downloads;
using OrleansHybrid.Sweeps.Terminal;
using Spectre.Console;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Downloads a public data set into the folder that <c>--data</c> of the other commands takes.</summary>
internal static class DownloadCommand
{
    public static Command Create()
    {
        string[] names = [.. OfficialArchive.All.Select(archive => archive.Dataset)];
        var dataset = new Argument<string>("DATASET") { Description = string.Join(" or ", names) + "." };
        dataset.AcceptOnlyFromAmong(names);
        var data = new Option<string>("--data") { Description = "Folder for data sets.", DefaultValueFactory = _ => "data" };
        var command = new Command("download", "Download a public data set; run it again to resume.") { dataset, data };
        command.SetAction((arguments, stop) =>
        {
            var archive = OfficialArchive.All.Single(archive => archive.Dataset == arguments.GetRequiredValue(dataset));
            return Run(archive, arguments.GetRequiredValue(data), stop);
        });
        return command;
    }

    private static async Task<int> Run(OfficialArchive archive, string directory, CancellationToken stop)
    {
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var download = new DatasetDownload(archive, directory, http);
        await AnsiConsole.Progress()
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new DownloadedColumn(),
                new TransferSpeedColumn(),
                new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(archive.FileName, autoStart: false);
                await download.Execute((came, total) =>
                {
                    if (!task.IsStarted) task.StartTask();
                    task.IsIndeterminate = total is null;
                    task.MaxValue = total ?? came;
                    task.Value = came;
                }, stop);
                task.StopTask();
            });
        Console.WriteLine(
            $"{archive.Dataset} is in {download.Folder}. Train on it with: {HybridCommand.Of("run", "FILE", "--data", directory)}");
        return ExitCode.Complete;
    }
}
