using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Trainer;

/// <summary><c>serve</c>: trains one trial for a slot agent, in the words of <see cref="TrainerMessage"/> and
/// <see cref="TrainerCommand"/>.</summary>
internal static class Serve
{
    public static Command Create()
    {
        var command = new Command("serve", "Train for a slot agent: an order on standard input, messages on standard output.");
        command.SetAction(_ => Run());
        return command;
    }

    private static int Run()
    {
        ParentDeath.Follow();
        using var output = new StreamWriter(
            Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))
        { AutoFlush = true, NewLine = "\n" };
        // What anything else prints must not get between the messages.
        Console.SetOut(Console.Error);

        // A terminal sends Ctrl-C and its hang-up to the whole group: what they mean for this process the agent decides.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => context.Cancel = true);
        using var leave = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            leave.Cancel();
        });

        if (Console.In.ReadLine() is not { } line) return 1;
        TrainingOrder order;
        try
        {
            order = ProtocolJson.Read<TrainingOrder>(line);
        }
        catch (JsonException malformed)
        {
            Console.Error.WriteLine($"The first line of standard input is not a training order: {malformed.Message}");
            return 1;
        }

        new Thread(() => Listen(leave)) { IsBackground = true, Name = "commands" }.Start();
        var last = TrainingThread.Run(order, Say, leave.Token);
        return last is TrainerMessage.Failed ? 1 : 0;

        void Say(TrainerMessage message)
        {
            try
            {
                output.WriteLine(ProtocolJson.Write(message));
            }
            catch (IOException)
            {
                ParentDeath.EndNow();
            }
        }
    }

    /// <summary>Obeys until the input ends: then the agent is gone, and nobody would commit what this process still does.</summary>
    private static void Listen(CancellationTokenSource leave)
    {
        while (Console.In.ReadLine() is { } line)
        {
            if (line == ProtocolJson.Write(TrainerCommand.CheckpointAndExit)) leave.Cancel();
            else Console.Error.WriteLine($"There is no command {line}.");
        }

        ParentDeath.EndNow();
    }
}
