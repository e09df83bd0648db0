using System.CommandLine;
using OrleansHybrid.Cli.Access;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Cli.Running;
using OrleansHybrid.Cluster.Checkpoints;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Runs a sweep on this machine with all its state in one folder; the same command resumes it after any interruption.</summary>
internal static class RunCommand
{
    public const string Name = "run";

    public static Command Create(Option<bool> verbose)
    {
        var (file, set) = (SweepFile.Argument(), SetOption.Create());
        var state = new Option<string>("--state")
        {
            Description = "Folder of trial records and checkpoints.",
            DefaultValueFactory = _ => ".hybrid",
        };
        var (checkpoints, adopt) = (CheckpointOption.Create(), CheckpointOption.CreateAdopt());
        var results = new Option<string?>("--results") { Description = "Folder of the results; results/<sweep name> unless given." };
        var data = DataCommand.DataOption();
        var slots = new Option<int?>("--slots")
        {
            Description = "Trials that may train at once; one for each GPU, else for each core, unless given.",
        };
        var fromScratch = FromScratch.Create();
        var port = new Option<int?>("--port") { Description = "Port of http://127.0.0.1:<port>/metrics; a free one unless given." };
        slots.Within(1);
        port.Within(1, WholeNumbers.MostPort);

        var command = new Command(Name, "Run a sweep on this machine; the same command resumes it.")
        {
            file, set, state, checkpoints, adopt, results, data, slots, port, fromScratch,
        };
        command.SetAction((arguments, _) =>
        {
            var sweep = SweepFile.Read(arguments.GetRequiredValue(file), arguments.GetValue(set) ?? []);
            Notices.Write(Console.Error, sweep);
            return new SweepRun(sweep, new()
            {
                StateDirectory = arguments.GetRequiredValue(state),
                Checkpoints = arguments.Named(checkpoints) is { } place
                    ? CheckpointPlace.Parse(place)
                    : RunPlace.OfFormerRun(arguments.GetRequiredValue(state)),
                AdoptsCheckpoints = arguments.GetValue(adopt),
                ResultsDirectory = arguments.GetValue(results) ?? Path.Combine("results", sweep.Definition.Name),
                DataDirectory = arguments.GetValue(data),
                Slots = arguments.GetValue(slots),
                Port = arguments.GetValue(port),
                FromScratch = arguments.GetValue(fromScratch),
                Verbose = arguments.GetValue(verbose),
            }).Execute();
        });
        return command;
    }
}
