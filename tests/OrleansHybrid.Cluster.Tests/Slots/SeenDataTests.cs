using Microsoft.Extensions.Time.Testing;
using OrleansHybrid.Cluster.Attempts;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Cluster.Tests.Slots;

public sealed class SeenDataTests
{
    private static readonly DataSeen Photos = new(DatasetName.ImageFolder, DataFingerprint.Of(new byte[32], isSampled: false));

    private readonly FakeTimeProvider _time = new();
    private readonly List<DatasetName> _looks = [];
    private TaskCompletionSource<DataSeen> _answer = new();

    private SeenData Data => field ??= new(
        (dataset, stop) =>
        {
            _looks.Add(dataset);
            return _answer.Task.WaitAsync(stop);
        },
        _time);

    [Fact]
    public async Task Look_OnceForMany_IsOfferedWhenItIsDone()
    {
        Assert.Empty(Data.Known);
        Look();
        Look();
        Assert.Equal(new(DatasetName.ImageFolder, null), Assert.Single(Data.Known));
        await Answer(Photos);
        Look();
        Assert.Equal(Photos, Assert.Single(Data.Known));
        Assert.Single(_looks);
    }

    [Fact]
    public async Task Known_AfterAWhile_MustBeLookedAtAgain()
    {
        Look();
        await Answer(Photos);
        _time.Advance(TimeSpan.FromSeconds(11));
        Assert.Empty(Data.Known);
        Look();
        await Answer(new(DatasetName.ImageFolder, null, "gone"));
        Assert.Equal("gone", Assert.Single(Data.Known).Fault);
    }

    [Fact]
    public async Task Known_OfDataThatTakesAMinuteToLookAt_IsGoodForTenMinutes()
    {
        Look();
        await Eventually.Is(() => _looks.Count == 1, "it looks");
        _time.Advance(TimeSpan.FromMinutes(1));
        await Answer(Photos);
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(Photos, Assert.Single(Data.Known));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Empty(Data.Known);
    }

    [Fact]
    public async Task Forget_OfDataThatWasChanged_LooksAgainAtOnce()
    {
        Look();
        await Answer(Photos);
        Data.Forget(DatasetName.ImageFolder);
        Assert.Empty(Data.Known);
        Look();
        await Answer(Photos);
        Assert.Equal(2, _looks.Count);
    }

    [Fact]
    public async Task Look_ThatIsToldToStop_Ends()
    {
        using var stop = new CancellationTokenSource();
        Data.Look(DatasetName.Cifar10, stop.Token);
        await stop.CancelAsync();
        await Data.Idle();
        Assert.Empty(Data.Known);
    }

    private void Look() => Data.Look(DatasetName.ImageFolder, TestContext.Current.CancellationToken);

    private async Task Answer(DataSeen seen)
    {
        _answer.SetResult(seen);
        await Data.Idle();
        _answer = new();
    }
}
