using System.CommandLine;
using OrleansHybrid.Cli.Access;
using OrleansHybrid.Cli.Conventions;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Data sets: the console downloads them, and the trainer inspects them, since the console itself loads no data.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "Download and inspect data sets.") { CreateInspect(), CreateFingerprint(), DownloadCommand.Create() };

    private static Command CreateFingerprint()
    {
        var (dataset, data) = (DatasetArgument(), DataOption());
        var command = new Command("fingerprint", "Print the fingerprint of a data set: equal on every machine that has the same data.") { dataset, data };
        command.SetAction((arguments, stop) =>
        {
            List<string> question = ["data", "fingerprint", arguments.GetRequiredValue(dataset)];
            if (arguments.GetValue(data) is { } directory) question.AddRange(["--data", directory]);
            return Trainer.Ask(question, stop);
        });
        return command;
    }

    private static Command CreateInspect()
    {
        var dataset = DatasetArgument();
        var data = DataOption();
        var imbalance = new Option<string>("--imbalance")
        {
            Description = "Imbalance ratio β = n_max / n_min; 1 is balanced.",
            DefaultValueFactory = _ => "1",
        };
        var indices = new Option<bool>("--indices")
        {
            Description = "Print the selected training indices instead, one a line, in selection order.",
        };
        var decode = new Option<bool>("--decode") { Description = "Decode every image in a file as well, and name those that cannot be decoded." };
        var command = new Command("inspect", "Show the class counts of a long-tailed training set.") { dataset, data, imbalance, indices, decode };
        command.SetAction((arguments, stop) =>
        {
            List<string> question =
                ["data", "inspect", arguments.GetRequiredValue(dataset), "--imbalance", arguments.GetRequiredValue(imbalance)];
            if (arguments.GetValue(data) is { } directory) question.AddRange(["--data", directory]);
            if (arguments.GetValue(indices)) question.Add("--indices");
            if (arguments.GetValue(decode)) question.Add("--decode");
            return Trainer.Ask(question, stop);
        });
        return command;
    }

    private static Argument<string> DatasetArgument() => new("DATASET") { Description = "cifar10, cifar100, image-folder, inaturalist2018 or synthetic." };

    public static Option<string?> DataOption() =>
        new("--data")
        {
            Description = "Folder with the data sets, such as cifar-10-batches-bin, or with the train and val of an image folder.",
            DefaultValueFactory = _ => ConsoleSettings.Find(ConsoleSettings.DataKey),
        };
}
