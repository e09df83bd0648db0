using System.CommandLine;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Output;
using OrleansHybrid.Sweeps.Settings;
using Spectre.Console;

namespace OrleansHybrid.Cli.Commands;

internal static class SettingsCommand
{
    public static Command Create()
    {
        var command = new Command("settings", "Show every setting that a sweep file may fix or sweep, with its default and meaning.");
        command.SetAction(_ =>
        {
            FittedTable.Of(
                [
                    Column("setting", 0, setting => setting.Key),
                    Column("default", 1, setting => setting.Default),
                    Column("meaning", 0, setting => setting.Summary),
                ],
                AnsiConsole.Profile.Width).Write(AnsiConsole.Console, whole: "a wider terminal");
            return ExitCode.Complete;
        });
        return command;
    }

    private static FittedColumn Column(string name, int rank, Func<Setting, string> cell) =>
        new(name, rank, IsNumber: false, [.. RecipeSchema.Settings.Select(setting => cell(setting).EscapeMarkup())]);
}
