using System.CommandLine;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Output;
using OrleansHybrid.Cli.Running;
using OrleansHybrid.Cli.Watching;
using OrleansHybrid.Cluster.Reading;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Follows a sweep of a cluster until it is finished.</summary>
internal static class WatchCommand
{
    public static Command Create() =>
        SweepCommand.Create("watch", "Follow a sweep until it is finished; exit code 0, or 2 when trials failed "
            + "or the target was missed.", command =>
    {
        var output = OutputOption.AddTo(
            command, "table: redrawn on a terminal, else plain lines; plain: always plain lines; json: one object per line.");
        return context => Follow(context.Sweep, context.Arguments.GetValue(output), context.Suffix);
    });

    /// <returns>The process's exit code.</returns>
    public static async Task<int> Follow(SweepHandle sweep, OutputFormat format, string suffix)
    {
        using var interrupt = new Interrupt(TimeProvider.System);
        var definition = await sweep.Definition();
        ISweepView view = format switch
        {
            OutputFormat.Json => new JsonView(Console.Out),
            OutputFormat.Plain => new PlainView(Console.Out, definition),
            _ => SweepView.Of(definition, "Ctrl-C stops watching; the sweep continues"),
        };
        try
        {
            await view.Show(new SweepWatch(sweep, TimeProvider.System).Snapshots(_ => false, interrupt.Token));
        }
        catch (OperationCanceledException) when (interrupt.Token.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync($"The sweep continues. Watch it again with: hybrid watch {sweep.Id}{suffix}");
            return ExitCode.Interrupted;
        }

        if (format is OutputFormat.Table) Console.WriteLine($"Write the report with: hybrid report {sweep.Id}{suffix}");
        var status = await sweep.Status();
        if (Wording.MissedTarget(definition, status) is { } missed) await Console.Error.WriteLineAsync(missed);
        return ExitCode.Of(definition, status);
    }
}
