using System.CommandLine;
using OrleansHybrid.Benchmarks.Measuring;
using OrleansHybrid.Benchmarks.Questions;

namespace OrleansHybrid.Benchmarks;

/// <summary>Images a second that a training step puts through ResNet-32, where its time goes, and how PyTorch does.</summary>
internal static class TrainingSpeed
{
    private const string Name = "training-speed", Peer = "training_speed.py";

    private static readonly (string Name, string Precision, bool ChannelsLast)[] Settings =
    [
        ("float32", "float32", false),
        ("float32-channels-last", "float32", true),
        ("bfloat16-channels-last", "bfloat16", true),
    ];

    public static Command Create()
    {
        var peer = new Option<bool>("--peer") { Description = "Measures PyTorch beside it, in turns (needs python3-torch)." };
        var batch = new Option<int>("--batch") { Description = "Images of each branch in a step.", DefaultValueFactory = _ => 128 };
        var rounds = new Option<int>("--rounds") { Description = "How often each setting is measured.", DefaultValueFactory = _ => 5 };
        var steps = new Option<int>("--steps") { Description = "Steps of each measurement.", DefaultValueFactory = _ => 3 };
        var command = new Command(Name, "Images a second of a training step, with --peer against PyTorch.") { peer, batch, rounds, steps };
        command.SetAction((arguments, stop) => Run(
            arguments.GetValue(peer), arguments.GetValue(batch), arguments.GetValue(rounds), arguments.GetValue(steps), stop));
        return command;
    }

    private static async Task Run(bool withPeer, int batch, int rounds, int steps, CancellationToken stop)
    {
        var peer = withPeer ? await PythonTorch.Find(stop) : null;
        var phases = new Dictionary<string, object>();
        foreach (var (name, precision, channelsLast) in Settings[1..])
        {
            await using var process = LearningProcess.Start("step-phases", threads: 1);
            phases[name] = Shares(
                await process.Ask<TrainingPoint, StepPhases>(new(precision, channelsLast, batch, Threads: 1, steps), stop));
        }

        var figures = new Dictionary<string, double>();
        foreach (var setting in Settings) await Interleave(OneThread(setting));
        foreach (var setting in Settings[1..]) await Interleave(WholeMachine(setting));
        Outcome.Print(
            Name,
            new
            {
                Pytorch = peer?.Version,
                ImagesPerSecond = figures.ToDictionary(entry => entry.Key, entry => Math.Round(entry.Value, 1)),
                Phases = phases,
            },
            Ratios(figures));

        Dictionary<string, Team> OneThread((string Name, string Precision, bool ChannelsLast) setting)
        {
            var point = new TrainingPoint(setting.Precision, setting.ChannelsLast, batch, Threads: 1, steps);
            var teams = new Dictionary<string, Team>
            {
                [$"ours/{setting.Name}"] = Team.Of(1, point, () => LearningProcess.Start(Name, threads: 1))
            };
            if (peer is null) return teams;
            teams[$"pytorch/{setting.Name}"] = Team.Of(1, point, () => peer.Start(Peer, threads: 1));
            teams[$"pytorch-tuned/{setting.Name}"] = Team.Of(1, point, () => peer.Start(Peer, threads: 1, isTuned: true));
            return teams;
        }

        Dictionary<string, Team> WholeMachine((string Name, string Precision, bool ChannelsLast) setting)
        {
            var cores = Environment.ProcessorCount;
            var share = new TrainingPoint(setting.Precision, setting.ChannelsLast, batch, Threads: 1, steps);
            var teams = new Dictionary<string, Team>
            {
                [$"ours/machine/{setting.Name}"] = Team.Of(cores, share, () => LearningProcess.Start(Name, threads: 1))
            };
            if (peer is null) return teams;
            teams[$"pytorch-tuned/machine/{setting.Name}"] = Team.Of(cores, share, () => peer.Start(Peer, threads: 1, isTuned: true));
            // What a script gets that sets nothing: one process with a thread a core, and each channel's pixels side by side.
            teams[$"pytorch/machine/default beside {setting.Name}"] = Team.Of(
                1, new("float32", ChannelsLast: false, batch, cores, steps), () => peer.Start(Peer, cores));
            return teams;
        }

        // Only what is compared is alive at a time: all at once need more memory than a small machine has.
        async Task Interleave(Dictionary<string, Team> teams)
        {
            try
            {
                foreach (
                    var (name, figure) in await Rounds.Interleave(
                        rounds, teams.ToDictionary(team => team.Key, team => team.Value.Measure(stop)), stop))
                    figures[name] = figure;
            }
            finally
            {
                foreach (var team in teams.Values) await team.DisposeAsync();
            }
        }
    }

    private static object Shares(StepPhases phases)
    {
        var step = phases.Augmentation + phases.Forward + phases.Backward + phases.Optimiser;
        return new
        {
            StepMs = Math.Round(step, 1),
            Augmentation = Share(phases.Augmentation),
            Forward = Share(phases.Forward),
            Backward = Share(phases.Backward),
            Optimiser = Share(phases.Optimiser),
            FixedCost = Share(phases.Fixed),
            OfMatmulPeak = Math.Round(phases.StepFlops / (step / 1e3) / phases.MatmulFlopsPerSecond, 3),
            MatmulGflops = Math.Round(phases.MatmulFlopsPerSecond / 1e9, 1),
        };

        double Share(double milliseconds) => Math.Round(milliseconds / step, 4);
    }

    private static Dictionary<string, double> Ratios(Dictionary<string, double> figures)
    {
        var ratios = new Dictionary<string, double>();
        foreach (var (name, ours) in figures.Where(figure => figure.Key.StartsWith("ours/", StringComparison.Ordinal)))
        {
            var setting = name["ours/".Length..];
            foreach (var peer in new[] { "pytorch", "pytorch-tuned" })
                if (figures.TryGetValue($"{peer}/{setting}", out var theirs)) ratios[$"{setting} to {peer}"] = Math.Round(ours / theirs, 3);
        }

        foreach (var setting in Settings[1..])
            if (figures.TryGetValue($"pytorch/machine/default beside {setting.Name}", out var theirs))
                ratios[$"machine/{setting.Name} to pytorch's default"] = Math.Round(figures[$"ours/machine/{setting.Name}"] / theirs, 3);
        return ratios;
    }
}
