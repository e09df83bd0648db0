using System.CommandLine;
using OrleansHybrid.TrainerCommands;

namespace OrleansHybrid.Cli.Tests.Commands;

/// <summary>What the console asks the trainer for a command that it passes on.</summary>
public sealed class ForwardedCommandTests
{
    [Theory]
    [
        InlineData(
            "data inspect cifar10 --data folder --imbalance 100 --indices", "data inspect cifar10 --data folder --imbalance 100 --indices"),
    ]
    [InlineData("data inspect cifar10 --decode=false --imbalance=1e2", "data inspect cifar10 --imbalance 1e2")]
    [InlineData("data inspect --indices synthetic", "data inspect synthetic --indices")]
    [InlineData("data fingerprint inaturalist2018 --loud", "data fingerprint inaturalist2018")]
    [InlineData("checkpoint inspect c --heatmap c.png", "checkpoint inspect c --heatmap c.png")]
    [InlineData("model export -o w.safetensors --checkpoint c", "model export --checkpoint c --output w.safetensors")]
    [InlineData("evaluate --checkpoint c --knn --other-data", "evaluate --checkpoint c --other-data --knn")]
    public void Words_OfACommandLine_SayWhatWasGivenInTheWordsOfTheDefinition(string given, string expected) =>
        Assert.Equal(expected, Forwarded(given, settings: null));

    [Fact]
    public void Words_FolderOfTheSettings_IsSaidWhereNoneIsGiven()
    {
        Assert.Equal("data inspect cifar10 --data shelf", Forwarded("data inspect cifar10", settings: "shelf"));
        Assert.Equal("data inspect cifar10 --data own", Forwarded("data inspect cifar10 --data own", settings: "shelf"));
    }

    /// <summary>The trainer reads them as the console did.</summary>
    [Fact]
    public void Words_ToCheckData_AreReadByTheSameDefinition()
    {
        var command = new CheckDataCommand();
        var read = new RootCommand { new Command("data") { command } }.Parse([.. command.Words("cifar100", "50", "20", "my data")]);
        Assert.Empty(read.Errors);
        Assert.Equal(
            ("cifar100", 50, 20, "my data"),
            (
                read.GetValue(command.Dataset).ToString().ToLowerInvariant(),
                read.GetValue(command.Imbalance),
                read.GetValue(command.HeadImages),
                read.GetValue(command.Data)));
    }

    /// <param name="settings">The folder that the console's settings name.</param>
    private static string Forwarded(string given, string? settings)
    {
        var inspect = new InspectDataCommand();
        inspect.Data.DefaultValueFactory = _ => settings;
        var arguments = new RootCommand
        {
            new Option<bool>("--loud") { Recursive = true },
            new Command("data") { inspect, new FingerprintDataCommand() },
            new Command("checkpoint") { new InspectCheckpointCommand() },
            new Command("model") { new ExportModelCommand() },
            new EvaluateCommand(),
        }.Parse(given);
        Assert.Empty(arguments.Errors);
        return string.Join(' ', Assert.IsAssignableFrom<ForwardedCommand>(arguments.CommandResult.Command).Words(arguments));
    }
}
