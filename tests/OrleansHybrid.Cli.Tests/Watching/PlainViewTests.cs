using OrleansHybrid.Cli.Watching;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Scheduling;

namespace OrleansHybrid.Cli.Tests.Watching;

public class PlainViewTests
{
    [Fact]
    public async Task Show_TellsEachChangeOnce()
    {
        var lines = await Lines(
            [Some.Waiting(0), Some.Waiting(1)],
            [Some.Running(0, attempts: 0), Some.Waiting(1)],
            [Some.Running(0, attempts: 1), Some.Waiting(1)],
            [Some.Completed(0, 0.5), Some.Failed(1, "the loss became NaN")],
            [Some.Completed(0, 0.5), Some.Failed(1, "the loss became NaN")]);

        Assert.Single(lines, line => line.Contains("trial 0000 (temperature=0.1, seed=0) starts", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains("trial 0000 (temperature=0.1, seed=0) completed: top1 50.0%", StringComparison.Ordinal));
        Assert.Single(
            lines, line => line.Contains("trial 0001 (temperature=0.5, seed=0) failed: the loss became NaN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Show_OfAFailureThatNamesAHostileFile_IsOneLineWithoutTerminalCommands()
    {
        var lines = await Lines([Some.Failed(0, "\e]2;owned\a.jpg\n[00:00:00] 4 trials: 4 completed")]);

        Assert.Single(lines, line => line.EndsWith("failed: ␛]2;owned␇.jpg [00:00:00] 4 trials: 4 completed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Show_OfARestartedTrial_NamesTheAttempt()
    {
        var lines = await Lines([Some.Running(0, attempts: 1)], [Some.Running(0, attempts: 2)]);

        Assert.Contains(lines, line => line.Contains("resumes, attempt 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Show_OfTrouble_TellsItOnceUntilItChanges()
    {
        var output = new StringWriter();
        var trouble = Some.Status([Some.Waiting(0)]) with { Trouble = new SweepTrouble("the disk is full", 1) };
        Snapshot[] snapshots =
        [
            Of(trouble),
            Of(trouble with { Trouble = new("the disk is full", 2) }),
            Of(trouble with { Trouble = null }),
            Of(trouble),
        ];

        await new PlainView(output, Some.Sweep).Show(snapshots.ToAsyncEnumerable());

        Assert.Equal(2, output.ToString().Split('\n').Count(line => line == "trouble: the disk is full"));
    }

    [Fact]
    public async Task Show_WhileNothingTrains_SaysWhy()
    {
        var output = new StringWriter();
        var status = Some.Status([Some.Waiting(0)]) with { Waiting = new(PendingKind.NeedsMoreSlots, "needs 4 cores at once") };

        await new PlainView(output, Some.Sweep).Show(new[] { Of(status) with { Elapsed = TimeSpan.FromSeconds(10) } }.ToAsyncEnumerable());

        Assert.Contains("1 pending; nothing trains: needs 4 cores at once", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_OfATrainersWarning_TellsItOnce()
    {
        var output = new StringWriter();
        var status = Some.Status([Some.Running(0, 2)], new RunningTrial
        {
            Index = 0,
            Attempt = 2,
            Slot = "cpu0",
            Warning = "a0001-s000020 is damaged",
        });

        await new PlainView(output, Some.Sweep).Show(new[] { Of(status), Of(status) }.ToAsyncEnumerable());

        Assert.Single(
            output.ToString().Split('\n'), line => line.Contains("trial 0000 warns: a0001-s000020 is damaged", StringComparison.Ordinal));
    }

    private static Snapshot Of(SweepStatus status) => new(status, [Some.Waiting(0)], [Some.Waiting(0)], TimeSpan.Zero, null);

    private static async Task<string[]> Lines(params TrialRow[][] states)
    {
        var output = new StringWriter();
        var snapshots = states.Select((rows, second) => new Snapshot(Some.Status(rows), rows, rows, TimeSpan.FromSeconds(second), null));
        await new PlainView(output, Some.Sweep).Show(snapshots.ToAsyncEnumerable());
        return output.ToString().Split('\n');
    }
}
