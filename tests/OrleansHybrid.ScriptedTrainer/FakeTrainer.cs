using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.ScriptedTrainer;

/// <summary>
/// Speaks the trainer protocol and "trains" a chain of hashes: its final weights depend on every step, so a step that was
/// left out or trained on the wrong checkpoint shows. Each step is noted in a journal beside the checkpoints. What goes
/// wrong, and when, is read from the data directory, where there is one: see <see cref="FakeFaults"/>.
/// </summary>
public static class FakeTrainer
{
    public const int StepsPerEpoch = 3;

    /// <summary>This program, to be named as a trainer.</summary>
    public static string Assembly => typeof(FakeTrainer).Assembly.Location;

    private static volatile bool _leave;

    public static string WeightsAfter(long seed, int steps)
    {
        var weights = seed.ToString(CultureInfo.InvariantCulture);
        for (var step = 1; step <= steps; step++) weights = Step(weights, step);
        return weights;
    }

    /// <summary>The file that says what the data in a folder is.</summary>
    public static string FingerprintIn(string dataDirectory) => Path.Combine(dataDirectory, "fingerprint");

    /// <summary>Answers <c>data fingerprint</c>.</summary>
    public static int TellFingerprint(string dataDirectory)
    {
        if (Fingerprint(dataDirectory) is not { } fingerprint) return 1;
        Console.WriteLine(fingerprint.Value);
        return 0;
    }

    /// <summary>Answers <c>probe</c>: a GPU that is named for a file works as long as the file is there.</summary>
    public static int TellProbe()
    {
        string[] gpus = [.. (Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES") ?? "").Split(',').Where(File.Exists)];
        if (gpus.Length == 0) Console.Error.WriteLine("no CUDA-capable device is detected");
        Console.WriteLine(ProtocolJson.Write(new TrainerProbe("scripted", gpus.Length > 0, gpus.Length, "scripted")));
        return 0;
    }

    public static int Run()
    {
        var order = ProtocolJson.Read<TrainingOrder>(Console.In.ReadLine()!);
        new Thread(Listen) { IsBackground = true }.Start();
        Say(Train(order));
        return 0;
    }

    private static TrainerMessage Train(TrainingOrder order)
    {
        var faults = new FakeFaults(order.DataDirectory ?? order.CheckpointDirectory, order.Trial);
        var resumed = order.ResumeFrom.FirstOrDefault(checkpoint => IsWhole(order, checkpoint));
        var epochs = order.UntilEpoch ?? order.Recipe.Epochs;
        var (step, steps) = (resumed?.Step ?? 0, epochs * StepsPerEpoch);
        var weights = resumed is null
            ? WeightsAfter(order.Recipe.Seed, 0)
            : File.ReadAllText(Path.Combine(order.CheckpointDirectory, resumed.Name, "weights"));
        Say(new TrainerMessage.Started(resumed, epochs, StepsPerEpoch, [5, 2]));
        while (step < steps)
        {
            if (faults.At(step) is { } failure) return new TrainerMessage.Failed(failure);
            faults.WaitAt(step, () => _leave);
            if (_leave) return new TrainerMessage.Preempted(step == (resumed?.Step ?? 0) ? null : Checkpoint(order, step, weights));

            weights = Step(weights, ++step);
            File.AppendAllLines(Path.Combine(order.CheckpointDirectory, "journal"), [$"{order.Attempt} {step}"]);
            Say(new TrainerMessage.Progressed(new()
            {
                Epoch = step / StepsPerEpoch,
                Step = step,
                Steps = steps,
                TrainLoss = 1.0 / step,
                Alpha = 0.5,
                LearningRate = 0.1,
                ImagesPerSecond = 100,
                Images = step * 10L,
            }));
            if (step % StepsPerEpoch != 0) continue;
            Say(
                new TrainerMessage.EpochEnded(
                    new()
                    {
                        Epoch = step / StepsPerEpoch,
                        Step = step,
                        TrainLoss = 1.0 / step,
                        ContrastiveLoss = null,
                        ClassifierLoss = 1.0 / step,
                        Alpha = 0.5,
                        LearningRate = 0.1,
                        Accuracy = Accuracy(order),
                        ImagesPerSecond = 100,
                        Seconds = 0.01,
                    }));
            if (step < steps) Say(new TrainerMessage.CheckpointWritten(Checkpoint(order, step, weights), 0.01));
        }

        var result = new TrialResult
        {
            Epochs = epochs,
            TrainLoss = 1.0 / steps,
            Accuracy = Accuracy(order),
            BestTop1 = Accuracy(order).Top1,
            ImagesPerSecond = 100,
            WeightsSha256 = weights,
            PrototypesSha256 = null,
            Data = order.DataDirectory is { } data ? Fingerprint(data) : null,
        };
        return new TrainerMessage.Completed(result, Checkpoint(order, step, weights));
    }

    private static DataFingerprint? Fingerprint(string dataDirectory) =>
        File.Exists(FingerprintIn(dataDirectory)) && DataFingerprint.TryParse(File.ReadAllText(FingerprintIn(dataDirectory)), out var known)
            ? known
            : null;

    // Lower temperatures learn better here.
    private static Accuracy Accuracy(TrainingOrder order) => new(1 / (1 + order.Recipe.Temperature), null, null, null);

    private static CheckpointRef Checkpoint(TrainingOrder order, int step, string weights) =>
        WrittenCheckpoint.In(
            order.CheckpointDirectory,
            order.Attempt,
            step,
            new Dictionary<string, byte[]> { ["weights"] = Encoding.UTF8.GetBytes(weights) });

    private static bool IsWhole(TrainingOrder order, CheckpointRef checkpoint)
    {
        if (WrittenCheckpoint.IsWhole(Path.Combine(order.CheckpointDirectory, checkpoint.Name))) return true;
        Say(new TrainerMessage.CheckpointDamaged($"Checkpoint {checkpoint.Name} is passed over."));
        return false;
    }

    private static string Step(string weights, int step) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{weights}/{step}"))));

    private static void Say(TrainerMessage message)
    {
        Console.Out.WriteLine(ProtocolJson.Write(message));
        Console.Out.Flush();
    }

    private static void Listen()
    {
        while (Console.In.ReadLine() is not null) _leave = true;
        Process.GetCurrentProcess().Kill();
    }
}
