namespace OrleansHybrid.Cluster.Connection;

/// <summary>A line to a storage account.</summary>
/// <remarks>
/// An account that fails over, or tables that are restored, are not noticed as a Redis server that goes back in time is: whoever
/// does either stops the silos before.
/// </remarks>
public sealed class AzureLine(AzureAccount account) : ServerLine
{
    // The account tells its time in whole seconds.
    private static readonly TimeSpan HalfASecond = TimeSpan.FromMilliseconds(500);

    public override AzureAccount Server => account;

    public override int Interval => 15;

    public override Task RequireAnswer() => account.Tables.Time();

    /// <summary>Azure acknowledges what it has written thrice.</summary>
    public override Task<string?> Complaint() => Task.FromResult<string?>(null);

    public override StoreHistory? History(bool raises) => null;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal override async Task<(DateTimeOffset Time, TimeSpan Uncertainty)> Clock() =>
        (await account.Tables.Time() + HalfASecond, HalfASecond);
}
