using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Trainer;

/// <summary><c>train FILE</c>: trains the trial of a file by hand, and goes on where an earlier call stopped.</summary>
internal static class Train
{
    public const string Name = "train";

    private const int Interrupted = 130;

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The training order, as JSON." };
        var command = new Command(Name, "Train the trial of a file by hand, and go on where an earlier call stopped.") { file };
        command.SetAction(arguments => Run(arguments.GetRequiredValue(file)));
        return command;
    }

    private static int Run(string file)
    {
        TrainingOrder order;
        try
        {
            order = Complete(ProtocolJson.Read<TrainingOrder>(File.ReadAllText(file)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            Console.Error.WriteLine($"{file} cannot be read as a training order: {exception.Message}");
            return 1;
        }

        using var leave = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Leave);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Leave);
        return TrainingThread.Run(order, message => Print(message, order), leave.Token) switch
        {
            TrainerMessage.Completed => 0,
            TrainerMessage.Preempted => Interrupted,
            _ => 1,
        };

        // Asked a second time, the process ends as if nothing had been registered.
        void Leave(PosixSignalContext context)
        {
            context.Cancel = !leave.IsCancellationRequested;
            leave.Cancel();
        }
    }

    /// <summary>Fills in what a person may leave out of the file.</summary>
    private static TrainingOrder Complete(TrainingOrder order)
    {
        if (order.CheckpointDirectory is null)
            throw new JsonException("checkpoint_directory is missing: name a folder for the checkpoints.");
        var resumeFrom = order.ResumeFrom is { Count: > 0 } given ? given : new CheckpointFolder(order.CheckpointDirectory).Find();
        return order with
        {
            Recipe = order.Recipe ?? new(),
            ResumeFrom = resumeFrom,
            Attempt = Math.Max(order.Attempt, resumeFrom.Select(checkpoint => checkpoint.Attempt).DefaultIfEmpty().Max() + 1),
            CheckpointEveryEpochs = Math.Max(1, order.CheckpointEveryEpochs),
        };
    }

    private static void Print(TrainerMessage message, TrainingOrder order)
    {
        var isProblem = message is TrainerMessage.Warned or TrainerMessage.CheckpointDamaged or TrainerMessage.Failed;
        if (MessageText.Of(message, order) is { } text) (isProblem ? Console.Error : Console.Out).WriteLine(text);
    }
}
