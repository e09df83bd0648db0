using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OrleansHybrid.EndToEnd;

/// <summary>
/// What <c>hybrid doctor</c> says on this machine, and on machines with planted faults: <c>Doctor.approved.md</c>, with numbers that
/// vary as <c>N</c>. <c>ORLEANSHYBRID_APPROVE=1</c> writes it.
/// </summary>
public sealed partial class DoctorTests : IDisposable
{
    private const int AtOnce = 4;

    private const string Gpus = "--only gpus --only step", Unset = "(unset)";

    private static readonly Planted[] Machines =
    [
        new("a machine without a GPU", "", Smi: null),
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
        new("a driver that hangs", Gpus, "exec sleep 600"),
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

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task PlantedFaults_AreToldAsApproved()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the faults are played by a shell");
        var told = new List<string>();
        foreach (var some in Machines.Chunk(AtOnce)) told.AddRange(await Task.WhenAll(some.Select(Told)));

        ApprovedText.Require(
            "tests/OrleansHybrid.EndToEnd/Doctor.approved.md",
            $"# The doctor\n\nWhat `hybrid doctor` says of machines with planted faults.\n{string.Concat(told)}");
    }

    /// <summary>The one test in which the trainer itself is asked: it trains, twice, and resumes.</summary>
    [Fact]
    public async Task ThisMachine_Works()
    {
        await using var hybrid = HybridProcess.Start(_folder.Path, "doctor", "-o", "json");
        var exitCode = await hybrid.Exited();
        Assert.True(exitCode == 0, hybrid.Output);

        var results = JsonNode.Parse(hybrid.StandardOutput.Single())!.AsArray();
        var checks = results.Select(result => $"{result!["check"]}").ToList();
        // Those of a GPU have its name as a second word.
        Assert.Equal(
            "program cores files disk ports clock cluster state checkpoints tls gpus processor libtorch cuda step same-bits resume speed",
            string.Join(' ', checks.Where(check => !check.Contains(' ', StringComparison.Ordinal))));
        foreach (var check in new[] { "libtorch", "step", "same-bits", "resume" })
            Assert.Equal("ok", $"{results.Single(result => $"{result!["check"]}" == check)!["state"]}");
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    private static async Task<string> Told(Planted planted)
    {
        using var machine = new PlantedMachine(planted.Smi, planted.IsForCuda);
        string[] words = ["doctor", .. planted.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        var visible = planted.Visible is Unset ? [] : new[] { ("CUDA_VISIBLE_DEVICES", planted.Visible) };
        await using var hybrid = HybridProcess.Start(machine.Folder, words, [.. machine.Environment, .. visible]);
        var exitCode = await hybrid.Exited();
        var said = string.Join('\n', hybrid.StandardOutput.Concat(hybrid.StandardError));
        var command = string.Concat(visible.Select(set => $"{set.Item1}={set.Item2} ")) + $"hybrid {string.Join(' ', words)}";
        return $"\n## {planted.Name}\n\n```console\n$ {command}\n"
            + $"{Steady(said.Replace(machine.Folder, "FOLDER", StringComparison.Ordinal)).Trim()}\n```\n\nExit code {exitCode}.\n";
    }

    // What differs from machine to machine and from day to day is in these lines alone.
    private static string Steady(string said) => string.Join(
        '\n',
        said.Split('\n').Select(line => OfTheMachine().IsMatch(line) ? Varying().Replace(line, "…") : line));

    [GeneratedRegex("^(ok|warning) +(program|cores|disk|ports|clock) ")]
    private static partial Regex OfTheMachine();

    [GeneratedRegex("(?<=^[a-z]+ +[a-z]+ +).*$")]
    private static partial Regex Varying();

    /// <param name="Smi">What the driver's tool does; null if it is missing.</param>
    private sealed record Planted(string Name, string Words, string? Smi, bool IsForCuda = true)
    {
        public string Visible { get; init; } = Unset;
    }
}
