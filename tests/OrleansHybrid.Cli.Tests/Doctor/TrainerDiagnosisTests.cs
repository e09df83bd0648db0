using Microsoft.Extensions.Time.Testing;
using OrleansHybrid.Cli.Doctor;
using OrleansHybrid.Sweeps.Doctor;

namespace OrleansHybrid.Cli.Tests.Doctor;

/// <summary>Trainers, played by a shell, that answer, hang or die.</summary>
public sealed class TrainerDiagnosisTests : IDisposable
{
    private const string Step = """echo '{"check":"step","state":"ok","found":"as stored"}'""";

    private readonly TemporaryFolder _folder = new();

    public TrainerDiagnosisTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "the trainer is played by a shell");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Ask_OneThatAnswers_GivesItsResults_AndNothingElseItPrints() => Assert.Equal(
        ["step: as stored (doctor --device cuda, GPU-1, 1 thread)"],
        (await Ask(
            "echo 'a library says hello'; echo '{\"x\":1}'; printf '{\"check\":\"step\",\"state\":\"ok\",\"found\":\"as stored "
                + "(%s, %s, %s thread)\"}\\n' \"$*\" $CUDA_VISIBLE_DEVICES $OMP_NUM_THREADS; exit 1"))
        .Select(result => $"{result.Check}: {result.Found}"));

    [Theory]
    [InlineData("exit 132", "ended with exit code 132 after the check 'step'", "lacks an instruction")]
    [InlineData("echo 'munmap: sorry' >&2; exit 134", "134 after the check 'step'; its last words: munmap: sorry", "Report it")]
    [InlineData("exit 137", "137 after", "memory")]
    public async Task Ask_OneThatDies_TellsAfterWhat(string end, string found, string remedy)
    {
        var results = await Ask($"{Step}; {end}");
        Assert.Equal(["step", "trainer"], results.Select(result => result.Check));
        Assert.Equal(CheckState.Broken, results[1].State);
        Assert.Contains(found, results[1].Found, StringComparison.Ordinal);
        Assert.Contains(remedy, results[1].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_OneThatRefusesTheQuestion_IsBroken() => Assert.Contains(
        "exit code 1; its last words: Unrecognized command 'doctor'.",
        Assert.Single(await Ask("echo \"Unrecognized command 'doctor'.\" >&2; exit 1")).Found,
        StringComparison.Ordinal);

    [Fact]
    public async Task Ask_OneThatHangs_EndsItWhenItsTimeIsUp()
    {
        var clock = new FakeTimeProvider();
        var asking = Ask($"{Step}; exec sleep 3600", clock);
        await Eventually.Is(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(10));
                return asking.IsCompleted;
            },
            "the end of the trainer");
        Assert.Contains("said nothing for 40 s", (await asking)[^1].Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_OneThatCannotBeStarted_IsBroken() => Assert.Contains(
        "cannot be started",
        Assert.Single(await Collect(new(_folder.File("trainer", "no program")), TimeProvider.System)).Found,
        StringComparison.Ordinal);

    private Task<List<CheckResult>> Ask(string script, TimeProvider? time = null)
    {
        var trainer = _folder.File("trainer", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(trainer, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return Collect(new(trainer), time ?? TimeProvider.System);
    }

    private static async Task<List<CheckResult>> Collect(Cluster.Trainers.TrainerProgram trainer, TimeProvider time)
    {
        var results = new List<CheckResult>();
        var asked = new TrainerDiagnosis(trainer, TimeSpan.FromSeconds(40), time)
            .Ask(["doctor", "--device", "cuda"], "GPU-1", TestContext.Current.CancellationToken);
        await foreach (var result in asked) results.Add(result);
        return results;
    }
}
