using System.CommandLine;
using OrleansHybrid.Sweeps.Definition;
using Spectre.Console;

namespace OrleansHybrid.Cli.Commands;

internal static class SettingsCommand
{
    public static Command Create()
    {
        var command = new Command("settings", "Show every setting that a sweep file may fix or sweep, with its default and meaning.");
        command.SetAction(_ =>
        {
            var table = new Table { Border = TableBorder.Simple };
            table.AddColumn(new TableColumn("setting") { NoWrap = true });
            table.AddColumn(new TableColumn("default") { NoWrap = true });
            table.AddColumn("meaning");
            foreach (var setting in RecipeSchema.Settings)
                table.AddRow(setting.Key, setting.Default.EscapeMarkup(), setting.Summary.EscapeMarkup());
            AnsiConsole.Write(table);
            return ExitCode.Complete;
        });
        return command;
    }
}
