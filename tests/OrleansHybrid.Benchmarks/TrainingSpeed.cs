using System.CommandLine;
using OrleansHybrid.Benchmarks.Measuring;
using OrleansHybrid.Benchmarks.Questions;

namespace OrleansHybrid.Benchmarks;

/// <summary>Images a second that a training step puts through ResNet-32, where its time goes, and how PyTorch does.</summary>
internal static class TrainingSpeed
{
    private const string Name = "training-speed", Peer = "training_speed.py", OwnKernels = "ORLEANSHYBRID_KERNELS";

    // The shape of an image and what is summed over make the kernels' speed; a batch as large as the paper's takes twice the time.
    private const int DefaultBatch = 64;

    // A process each, to see what each of our kernels earns.
    private static readonly string[] KernelChoices = ["batch-norm", "convolutions", "off"];

    private static readonly (string Name, string Precision, bool ChannelsLast) Plain = ("float32", "float32", false);

    private static readonly (string Name, string Precision, bool ChannelsLast)
        Float32 = ("float32-channels-last", "float32", true), BFloat16 = ("bfloat16-channels-last", "bfloat16", true);

    public static Command Create()
    {
        var peer = new Option<bool>("--peer") { Description = "Measures PyTorch beside it, in turns (needs python3-torch)." };
        var bfloat16 = new Option<bool>("--bfloat16")
        {
            Description = "Measures bfloat16 too. A processor without instructions for it takes minutes for a step.",
        };
        var batch = new Option<int>("--batch")
        {
            Description = "Images of each branch in a step.",
            DefaultValueFactory = _ => DefaultBatch,
        };
        var rounds = new Option<int>("--rounds") { Description = "How often each setting is measured.", DefaultValueFactory = _ => 3 };
        var steps = new Option<int>("--steps") { Description = "Steps of each measurement.", DefaultValueFactory = _ => 3 };
        var command = new Command(Name, "Images a second of a training step, with --peer against PyTorch.")
        {
            peer, bfloat16, batch, rounds, steps,
        };
        command.SetAction((arguments, stop) => Run(
            arguments.GetValue(peer),
            arguments.GetValue(bfloat16),
            arguments.GetValue(batch),
            arguments.GetValue(rounds),
            arguments.GetValue(steps),
            stop));
        return command;
    }

    private static async Task Run(bool withPeer, bool withBFloat16, int batch, int rounds, int steps, CancellationToken stop)
    {
        var peer = withPeer ? await PythonTorch.Find(stop) : null;
        (string Name, string Precision, bool ChannelsLast)[] channelsLast = withBFloat16 ? [Float32, BFloat16] : [Float32];
        var phases = new Dictionary<string, object>();
        foreach (var (name, precision, isChannelsLast) in channelsLast)
        {
            await using var process = LearningProcess.Start("step-phases", threads: 1);
            phases[name] = Shares(
                await process.Ask<TrainingPoint, StepPhases>(new(precision, isChannelsLast, batch, Threads: 1, steps), stop));
        }

        var figures = new Dictionary<string, double>();
        foreach (var setting in channelsLast.Prepend(Plain)) await Interleave(OneThread(setting));
        foreach (var setting in channelsLast) await Interleave(WholeMachine(setting));
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
            if (setting == Float32)
                foreach (var choice in KernelChoices)
                    teams[$"ours/{setting.Name}, kernels: {choice}"] = Team.Of(
                        1, point, () => LearningProcess.Start(Name, threads: 1, KeyValuePair.Create<string, string?>(OwnKernels, choice)));
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

        foreach (var setting in (string[])[Float32.Name, BFloat16.Name])
            if (figures.TryGetValue($"pytorch/machine/default beside {setting}", out var theirs))
                ratios[$"machine/{setting} to pytorch's default"] = Math.Round(figures[$"ours/machine/{setting}"] / theirs, 3);
        foreach (var choice in KernelChoices)
            ratios[$"kernels: all to {choice}"] = Math.Round(
                figures["ours/float32-channels-last"] / figures[$"ours/float32-channels-last, kernels: {choice}"], 3);
        return ratios;
    }
}
