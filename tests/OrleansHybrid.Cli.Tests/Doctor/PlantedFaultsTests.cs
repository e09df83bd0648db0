using System.Text.RegularExpressions;
using OrleansHybrid.Cli.Commands;
using OrleansHybrid.Cli.Conventions;
using Spectre.Console;

namespace OrleansHybrid.Cli.Tests.Doctor;

/// <summary>
/// What <c>hybrid doctor</c> says on machines with planted faults: <c>Doctor.approved.md</c>, without what varies from machine to machine.
/// <c>ORLEANSHYBRID_APPROVE=1</c> writes it.
/// </summary>
[Collection(nameof(PlantedFaultsTests))]
[CollectionDefinition(nameof(PlantedFaultsTests), DisableParallelization = true)]
public sealed partial class PlantedFaultsTests
{
    private const string Gpus = "--only gpus --only step";

    private static readonly Planted[] Machines =
    [
        new("a machine without a GPU", $"--only program --only files --only ports --only processor {Gpus}", Smi: null),
        new("the same, where a GPU is demanded", $"{Gpus} --gpu", Smi: null),
        new("the same, for programs", $"{Gpus} --gpu -o json", Smi: null),
        new("a GPU", Gpus, PlantedMachine.WorkingSmi),
        new("a GPU, and a trainer for the CPU", Gpus, PlantedMachine.WorkingSmi, IsForCuda: false),
        new("a driver that fails", Gpus, "echo 'NVIDIA-SMI has failed because it could not talk to the driver.'; exit 9"),
        new(
            "the same, and a trainer for the CPU",
            Gpus,
            "echo 'NVIDIA-SMI has failed because it could not talk to the driver.'; exit 9",
            IsForCuda: false),
        new("a driver that finds nothing", Gpus, "echo 'No devices were found'; exit 6"),
        new(
            "a GPU of two that is lost",
            Gpus,
            PlantedMachine.WorkingSmi.Replace(
                "esac",
                "esac\ncase \"$1\" in *uuid*) echo 'Unable to determine the device handle for GPU0000:41:00.0: Unknown Error' ;; esac",
                StringComparison.Ordinal)),
        new("a driver that is too old", Gpus, PlantedMachine.WorkingSmi.Replace("570.133.20", "470.256.02", StringComparison.Ordinal)),
        new("a GPU that is divided", Gpus, PlantedMachine.WorkingSmi.Replace("Disabled", "Enabled", StringComparison.Ordinal)),
        new("a part of one by its name", Gpus, PlantedMachine.WorkingSmi.Replace("Disabled", "Enabled", StringComparison.Ordinal))
        {
            Visible = "MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f",
        },
        new("a GPU by its name", Gpus, PlantedMachine.WorkingSmi) { Visible = "GPU-5a1c" },
        new("no GPU left by the environment", Gpus, PlantedMachine.WorkingSmi) { Visible = "" },
        new("the same, where one is demanded", $"{Gpus} --gpu", PlantedMachine.WorkingSmi) { Visible = "" },
        new("a GPU that is not there", Gpus, PlantedMachine.WorkingSmi) { Visible = "0,7" },
        new("a server that is away", "--only cluster --only clock --cluster redis:127.0.0.1:1,password=secret", Smi: null),
        new("places that are no places", "--only cluster --only checkpoints --cluster 10.0.0.5 --checkpoints ftp://shelf", Smi: null),
        new("a folder that cannot be", "--only disk --state /proc/here", Smi: null),
        new("a check that there is not", "--only teeth", Smi: null),
    ];

    public PlantedFaultsTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "the faults are Linux's");

    [Fact]
    public async Task PlantedFaults_AreToldAsApproved()
    {
        var told = new List<string>();
        foreach (var machine in Machines) told.Add(await Told(machine));

        ApprovedText.Require(
            "tests/OrleansHybrid.Cli.Tests/Doctor/Doctor.approved.md",
            $"# The doctor\n\nWhat `hybrid doctor` says of machines with planted faults.\n{string.Concat(told)}");
    }

    /// <summary>The tool has ten seconds to answer.</summary>
    [SlowFact]
    public async Task ADriverThatHangs_IsToldAsHanging()
    {
        var told = await Told(new("a driver that hangs", Gpus, "exec /bin/sleep 600"));
        Assert.Contains("nvidia-smi gave no answer within 10 s. Mend it, or train on the CPU", told, StringComparison.Ordinal);
        Assert.Contains("ok       step", told, StringComparison.Ordinal);
        Assert.EndsWith("Exit code 1.\n", told, StringComparison.Ordinal);
    }

    private static async Task<string> Told(Planted planted)
    {
        using var machine = new PlantedMachine(planted.Smi, planted.IsForCuda, planted.Visible);
        var output = new StringWriter { NewLine = "\n" };
        var console = AnsiConsole.Create(
            new() { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        var exitCode = ExitCode.UserMistake;
        try
        {
            exitCode = await DoctorCommand.Create(console).Parse(planted.Words).InvokeAsync(
                new() { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
        }
        catch (UserException mistake)
        {
            output.WriteLine(mistake.Message);
        }

        var command = $"{(planted.Visible is { } visible ? $"CUDA_VISIBLE_DEVICES={visible} " : "")}hybrid doctor {planted.Words}";
        var said = Steady(output.ToString().Replace(machine.Folder, "FOLDER", StringComparison.Ordinal)).Trim();
        return $"\n## {planted.Name}\n\n```console\n$ {command}\n{said}\n```\n\nExit code {exitCode}.\n";
    }

    // What differs from machine to machine and from day to day is in these lines alone.
    private static string Steady(string said) => OfTheMachine().Replace(said, "$1…");

    [GeneratedRegex("^([a-z]+ +(?:program|ports|clock) +).*$", RegexOptions.Multiline)]
    private static partial Regex OfTheMachine();

    /// <param name="Smi">What the driver's tool does; null if it is missing.</param>
    private sealed record Planted(string Name, string Words, string? Smi, bool IsForCuda = true)
    {
        /// <summary>What <c>CUDA_VISIBLE_DEVICES</c> says; null if it is not set.</summary>
        public string? Visible { get; init; }
    }
}
