using System.Runtime.CompilerServices;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Cluster.Trainers;
using OrleansHybrid.Sweeps.Doctor;
using OrleansHybrid.TrainerCommands;

namespace OrleansHybrid.Cli.Doctor;

/// <summary>All checks of a machine, the console's own and the trainer's, in the order of their lines.</summary>
internal sealed class Diagnosis(DoctorQuestion question)
{
    // A check of the trainer takes a second or two, of a slow processor ten.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(40);

    private readonly Machine _machine = new(question);

    public async IAsyncEnumerable<CheckResult> Run([EnumeratorCancellation] CancellationToken stop)
    {
        // Beside each other: several may wait for something that does not answer.
        var machine = MachineChecks.All.Where(check => question.Asks(check.Name)).Select(check => check.Answer(_machine, stop)).ToList();
        foreach (var answer in machine) yield return await answer;

        var (trainer, missing) = FindTrainer();
        if (missing is not null) yield return missing;
        if (trainer is null) yield break;
        var isBroken = false;
        await foreach (var result in Ask(trainer, "cpu", gpu: null, stop))
        {
            isBroken |= result is { State: CheckState.Broken, Check: "libtorch" or "cuda" or "trainer" };
            yield return result;
        }

        if (isBroken) yield break;
        foreach (var gpu in Gpus())
            await foreach (var result in Ask(trainer, "cuda", gpu, stop))
                yield return result with { Check = $"{result.Check} {gpu.Label}" };
    }

    private IAsyncEnumerable<CheckResult> Ask(TrainerLaunch trainer, string device, Gpu? gpu, CancellationToken stop) =>
        new TrainerDiagnosis(new(trainer.Path), Silence, TimeProvider.System)
            .Ask(new DoctorCommand().Words(device, question.NeedsGpu, question.Only), gpu?.Uuid, stop);

    private (TrainerLaunch? Trainer, CheckResult? Missing) FindTrainer()
    {
        try
        {
            return (_machine.Launch, null);
        }
        catch (UserException missing)
        {
            return (null, CheckResult.Explained("trainer", CheckState.Broken, missing.Message));
        }
    }

    /// <summary>Those that a run would train on; what is wrong with others has been said.</summary>
    private IReadOnlyList<Gpu> Gpus()
    {
        if (!_machine.CanUseGpus || (question.Only.Count > 0 && question.Only.All(IsOfTheMachine))) return [];
        try
        {
            return _machine.Gpus.Gpus;
        }
        catch (ClusterException)
        {
            return [];
        }
    }

    private static bool IsOfTheMachine(string check) => MachineChecks.All.Any(own => own.Name == check);
}
