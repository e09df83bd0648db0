using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Output;
using OrleansHybrid.Sweeps.Doctor;
using OrleansHybrid.Sweeps.Terminal;
using OrleansHybrid.Sweeps.Text;
using Spectre.Console;

namespace OrleansHybrid.Cli.Doctor;

/// <summary>The answer of <c>hybrid doctor</c>.</summary>
internal static class DoctorPage
{
    private const int StateWidth = 8, CheckWidth = 14;

    private static readonly Listing<CheckResult> Listing = new(
        new("check", result => result.Check),
        new("state", result => result.State.Spelled()),
        new("found", result => result.Found),
        new("remedy", result => result.Remedy));

    /// <summary>Writes results as they come, or, for programs, when all are there.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="UserException">No check has a name that was asked for.</exception>
    public static async Task<int> Write(
        IAnsiConsole console, OutputFormat format, IAsyncEnumerable<CheckResult> results, IReadOnlyList<string> only)
    {
        var all = new List<CheckResult>();
        await foreach (var result in results)
        {
            all.Add(result);
            if (format is OutputFormat.Table) WriteLine(console, result);
        }

        if (only.FirstOrDefault(name => !all.Any(result => result.Check.Split(' ')[0] == name)) is { } unknown
            && all.All(result => result.State is not CheckState.Broken))
            throw new UserException($"There is no check '{unknown}': without --only, each line begins with the name of its check.");
        if (format is OutputFormat.Table) console.WriteLine(Summary(all));
        else Listing.Write(console, all, format);
        return all.Any(result => result.State is CheckState.Broken) ? ExitCode.UserMistake : ExitCode.Complete;
    }

    private static string Summary(IReadOnlyList<CheckResult> results)
    {
        var broken = Names(results, CheckState.Broken);
        var warned = Names(results, CheckState.Warning);
        if (broken.Length > 0) return $"Broken: {broken}.{(warned.Length > 0 ? $" Warnings: {warned}." : "")}";
        return warned.Length > 0 ? $"It works, with warnings: {warned}." : "It works.";
    }

    private static string Names(IEnumerable<CheckResult> results, CheckState state) =>
        string.Join(", ", results.Where(result => result.State == state).Select(result => result.Check));

    // A terminal breaks the sentences beside the names; for a pipe, a check is a line.
    private static void WriteLine(IAnsiConsole console, CheckResult result)
    {
        var state = result.State.Spelled();
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Out.Writer.WriteLine(
                $"{state,-StateWidth} {result.Check,-CheckWidth} {PrintableText.OneLine(result.Sentences)}");
            return;
        }

        var grid = new Grid()
            .AddColumn(new GridColumn { Width = StateWidth, NoWrap = true, Padding = new(0, 0, 1, 0) })
            .AddColumn(new GridColumn { Width = CheckWidth, NoWrap = true, Padding = new(0, 0, 1, 0) })
            .AddColumn(new GridColumn { Padding = new(0, 0, 0, 0) });
        grid.AddRow(new Text(state, Colour(result.State)), new Text(result.Check), new Text(result.Sentences));
        console.Write(grid);
    }

    private static Style Colour(CheckState state) => new(state switch
    {
        CheckState.Ok => Color.Green,
        CheckState.Warning => Color.Yellow,
        CheckState.Broken => Color.Red,
        _ => Color.Grey,
    });
}
