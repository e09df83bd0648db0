using System.CommandLine;

namespace OrleansHybrid.Cli.Output;

/// <summary>The form of a command's answer.</summary>
internal enum OutputFormat
{
    /// <summary>A table for people, as wide as the terminal.</summary>
    Table,

    /// <summary>A header and a line for each row, with fields separated by tabs: for cut and awk.</summary>
    Plain,

    Json,
    Yaml,
}

internal static class OutputOption
{
    /// <summary>Adds <c>-o</c> to a command.</summary>
    public static Option<OutputFormat> AddTo(
        Command command, string description = "table, plain (separated by tabs, for cut and awk), json or yaml; all have the same columns.")
    {
        var output = new Option<OutputFormat>("--output", "-o")
        {
            Description = description,
            HelpName = "form",
            CustomParser = Words.One<OutputFormat>,
            DefaultValueFactory = _ => OutputFormat.Table,
        };
        command.Add(output.CompletedAs<OutputFormat>());
        return output;
    }
}
