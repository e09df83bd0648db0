using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Cluster.Trainers;
using OrleansHybrid.Simulation.Silos;
using OrleansHybrid.Simulation.Storage;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Simulation.Trainers;

/// <summary>How often a step of a training ends otherwise, out of 1,000.</summary>
internal sealed record TrainerFaults(int Crashed = 0, int Hung = 0, int Failed = 0, int Storage = 0)
{
    public static TrainerFaults None { get; } = new();
}

/// <summary>A trainer that speaks the protocol in virtual time.</summary>
internal sealed class SimTrainer : ITrainer
{
    private const int CrashExit = 139, KilledExit = 137;

    private readonly SimSilo _silo;
    private readonly IReadOnlyList<Slot> _slots;
    private readonly TimeProvider _time;
    private readonly Queue<string> _lines = [];
    private readonly TaskCompletionSource<int> _exit = new();
    private TaskCompletionSource? _line;
    private TrainingOrder? _order;
    private bool _mustLeave, _hangs;
    private int _step, _resumedAt;
    private ulong _weights;

    public SimTrainer(SimSilo silo, IReadOnlyList<Slot> slots, TimeProvider time)
    {
        (_silo, _slots, _time) = (silo, slots, time);
        silo.World.Watch.TrainerStarts(silo, slots);
    }

    public bool HasHung { get; private set; }

    private Worlds.World World => _silo.World;

    private TrainingOrder Order => _order!;

    private int Epochs => Order.UntilEpoch ?? Order.Recipe.Epochs;

    private int Steps => Epochs * SimTraining.StepsPerEpoch;

    public void Tell<T>(T message)
    {
        if (message is TrainingOrder order)
        {
            _order = ProtocolJson.Read<TrainingOrder>(ProtocolJson.Write(order));
            After(200 + World.Dice.Next(800), Begin);
        }
        else
        {
            _mustLeave = true;
        }
    }

    public async IAsyncEnumerable<string> Lines(TimeSpan silence)
    {
        while (true)
        {
            while (_lines.TryDequeue(out var line)) yield return line;
            if (_exit.Task.IsCompleted || !await NextLine(silence)) yield break;
        }
    }

    public void Kill() => Exit(KilledExit);

    public async Task<int> End(TimeSpan patience) => await _exit.Task;

    public void Dispose() => Kill();

    private async Task<bool> NextLine(TimeSpan silence)
    {
        _line = new();
        try
        {
            await _line.Task.WaitAsync(silence, _time);
            return true;
        }
        catch (TimeoutException)
        {
            HasHung = true;
            Kill();
            return false;
        }
    }

    private void Begin()
    {
        var resumed = Order.ResumeFrom.FirstOrDefault(IsWhole);
        var file = resumed is null ? null : Read(resumed);
        (_step, _weights) = file is null ? (0, SimTraining.Begin(Order.Recipe)) : (file.Step, file.Weights);
        _resumedAt = _step;
        Say(new TrainerMessage.Started(resumed, Epochs, SimTraining.StepsPerEpoch, [5, 2]));
        Next();
    }

    private void Next()
    {
        if (_step >= Steps) Complete();
        else After(300 + World.Dice.Next(1_500), Train);
    }

    private void Train()
    {
        if (_hangs || Strikes()) return;
        if (_mustLeave)
        {
            End(new TrainerMessage.Preempted(_step == _resumedAt ? null : Write()));
            return;
        }

        _weights = SimTraining.Step(_weights, ++_step);
        Say(new TrainerMessage.Progressed(SimTraining.Progress(_step, Steps)));
        var epoch = _step / SimTraining.StepsPerEpoch;
        if (_step % SimTraining.StepsPerEpoch == 0)
        {
            Say(new TrainerMessage.EpochEnded(SimTraining.Epoch(Order.Recipe, epoch)));
            if (_step < Steps && epoch % Order.CheckpointEveryEpochs == 0) Say(new TrainerMessage.CheckpointWritten(Write(), 0.01));
        }

        Next();
    }

    /// <returns>True where the training goes no further.</returns>
    private bool Strikes()
    {
        var (draw, faults) = (World.Dice.Next(1_000), World.TrainerFaults);
        if (draw < faults.Crashed)
        {
            World.Count("trainer crashed");
            Exit(CrashExit);
            return true;
        }

        draw -= faults.Crashed;
        if (draw >= 0 && draw < faults.Hung)
        {
            World.Count("trainer hung");
            return _hangs = true;
        }

        draw -= faults.Hung;
        if (draw >= 0 && draw < faults.Failed)
        {
            World.Count("trainer failed");
            End(new TrainerMessage.Failed(new(FailureKind.OutOfMemory, "no memory is left")));
            return true;
        }

        draw -= faults.Failed;
        if (draw < 0 || draw >= faults.Storage) return false;
        World.Count("trainer without disk");
        End(new TrainerMessage.Failed(new(FailureKind.Storage, "the disk is full")));
        return true;
    }

    private void Complete()
    {
        var checkpoint = Write();
        End(new TrainerMessage.Completed(SimTraining.Result(Order.Recipe, Epochs, _weights, Order.Data), checkpoint));
    }

    private CheckpointRef Write()
    {
        var file = new StoredFile(_step, _weights);
        var checkpoint = SimTraining.Reference(Order.Attempt, file);
        _silo.Checkpoints.Write(Order.Trial, Path.Combine(Order.CheckpointDirectory, checkpoint.Name), file);
        return checkpoint;
    }

    private StoredFile? Read(CheckpointRef checkpoint) =>
        _silo.Checkpoints.Read(Order.Trial, Path.Combine(Order.CheckpointDirectory, checkpoint.Name));

    private bool IsWhole(CheckpointRef checkpoint)
    {
        if (Read(checkpoint) is { IsWhole: true } file && file.Hash == checkpoint.ManifestSha256) return true;
        Say(new TrainerMessage.CheckpointDamaged($"Checkpoint {checkpoint.Name} is passed over."));
        return false;
    }

    private void End(TrainerMessage lastWord)
    {
        Say(lastWord);
        After(10, () => Exit(0));
    }

    private void Say(TrainerMessage message)
    {
        _lines.Enqueue(ProtocolJson.Write(message));
        _line?.TrySetResult();
    }

    private void Exit(int code)
    {
        if (!_exit.TrySetResult(code)) return;
        World.Watch.TrainerEnds(_silo, _slots);
        _line?.TrySetResult();
    }

    private void After(int milliseconds, Action action) => _silo.Process.After(TimeSpan.FromMilliseconds(milliseconds), () =>
    {
        if (!_exit.Task.IsCompleted) action();
    });
}
