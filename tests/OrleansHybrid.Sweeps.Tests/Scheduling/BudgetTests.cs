using OrleansHybrid.Sweeps.Scheduling;

namespace OrleansHybrid.Sweeps.Tests.Scheduling;

public sealed class BudgetTests
{
    private static readonly Budget Budget = new(MaxTrials: 10, MaxDuration: TimeSpan.FromHours(2), MaxGpuHours: 1.5);

    [Fact]
    public void UsedUp_WithinEveryBudget_IsNot()
    {
        Assert.Null(Budget.UsedUp(new(9, TimeSpan.FromMinutes(119), 1.49)));
        Assert.Null(Budget.Unlimited.UsedUp(new(int.MaxValue, TimeSpan.MaxValue, 1e9)));
    }

    [Theory]
    [InlineData(10, 0, 0, "max_trials: 10 of 10 trials have started")]
    [InlineData(0, 150, 0, "max_duration: the sweep started 2h30m ago, more than 2h")]
    [InlineData(0, 0, 1.5, "max_gpu_hours: 1.5 of 1.5 slot hours are used")]
    public void UsedUp_NamesTheBudgetAndTheRemedy(int trials, int minutes, double hours, string message)
    {
        var reason = Budget.UsedUp(new(trials, TimeSpan.FromMinutes(minutes), hours))!;

        Assert.Equal(PendingKind.BudgetUsedUp, reason.Kind);
        Assert.Equal(message + "; raise it in the sweep file and submit the file again", reason.Message);
    }
}
