using System.CommandLine;
using OrleansHybrid.Benchmarks.Measuring;
using OrleansHybrid.Benchmarks.Questions;

namespace OrleansHybrid.Benchmarks;

/// <summary>Photos a second that come out of files as views of 224x224, with and without what saves time, and beside Pillow.</summary>
internal static class DecodeSpeed
{
    private const string Name = "decode-speed", Peer = "decode_speed.py";

    private static readonly string[] Ways = ["files", "cache", "full-size"];

    public static Command Create()
    {
        var peer = new Option<bool>("--peer")
        {
            Description = "Measures Pillow beside it, in turns (needs python3-torch and python3-pil)."
        };
        var photos = new Option<int>("--photos") { Description = "Photos of 800x600 to decode.", DefaultValueFactory = _ => 50 };
        var rounds = new Option<int>("--rounds") { Description = "How often each way is measured.", DefaultValueFactory = _ => 5 };
        var command = new Command(Name, "Photos a second, from JPEG files to views of 224x224.") { peer, photos, rounds };
        command.SetAction((arguments, stop) => Run(arguments.GetValue(peer), arguments.GetValue(photos), arguments.GetValue(rounds), stop));
        return command;
    }

    private static async Task Run(bool withPeer, int photos, int rounds, CancellationToken stop)
    {
        var peer = withPeer ? await PythonTorch.Find(stop) : null;
        var folder = Directory.CreateTempSubdirectory("decode-speed-").FullName;
        var processes = new Dictionary<string, MeasuringProcess>();
        try
        {
            foreach (var way in Ways) processes[way] = LearningProcess.Start(Name, threads: 1);
            if (peer is not null) processes["pillow"] = peer.Start(Peer, threads: 1);
            DecodeCost? last = null;
            foreach (var way in processes.Keys) last = await Measure(way);

            var figures = await Rounds.Interleave(
                rounds,
                processes.Keys.ToDictionary(
                    way => way, way => (Func<Task<double>>)(async () => 1e3 * photos / (await Measure(way)).CpuMilliseconds)),
                stop);
            Outcome.Print(
                Name,
                new
                {
                    PhotosPerSecond = figures.ToDictionary(figure => figure.Key, figure => Math.Round(figure.Value, 1)),
                    KilobytesPerPhoto = Math.Round(last!.FileBytes / 1e3 / photos, 1),
                },
                figures.Keys.Where(way => way != "full-size")
                    .ToDictionary(way => $"{way} to full-size", way => Math.Round(figures[way] / figures["full-size"], 3)));

            // One thread's work is what it computed: another program's turns on its core do not count.
            Task<DecodeCost> Measure(string way) => processes[way].Ask<DecodePoint, DecodeCost>(new(way, folder, photos, Threads: 1), stop);
        }
        finally
        {
            foreach (var process in processes.Values) await process.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }
}
