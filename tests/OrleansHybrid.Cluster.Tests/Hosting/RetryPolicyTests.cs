using OrleansHybrid.Cluster.Clocks;

namespace OrleansHybrid.Cluster.Tests.Hosting;

public class RetryPolicyTests
{
    private static readonly RetryPolicy Policy = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    [Fact]
    public void Pauses_Double_UpToTheLongest()
    {
        double[] pauses = [.. Enumerable.Range(1, 8).Select(failures => Policy.PauseAfter(failures).TotalSeconds)];

        Assert.Equal(new double[] { 1, 2, 4, 8, 16, 32, 60, 60 }, pauses);
        Assert.Equal(TimeSpan.FromMinutes(1), Policy.PauseAfter(int.MaxValue));
    }

    [Fact]
    public async Task Action_ThatFailsForNow_IsRepeated_AndOneThatFailsForGood_IsNot()
    {
        var (tries, stop) = (0, TestContext.Current.CancellationToken);
        Task<int> Fail(Exception failure) => ++tries < 3 ? Task.FromException<int>(failure) : Task.FromResult(tries);
        Task<int> Run(Exception failure) =>
            RetryPolicy.Every(TimeSpan.Zero).Run(() => Fail(failure), met => met is IOException, TimeProvider.System, stop);

        Assert.Equal(3, await Run(new IOException()));
        tries = 0;
        await Assert.ThrowsAsync<TimeoutException>(() => Run(new TimeoutException()));
        Assert.Equal(1, tries);
    }
}
