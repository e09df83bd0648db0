using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Cluster.Sweeps;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Checkpoints;

/// <summary>Two states and one place of checkpoints.</summary>
public sealed class PlaceOwnerTests : IDisposable
{
    private static readonly TrialId Trial = new("sweep-1a2b3c4d", 7);

    private readonly TemporaryFolder _folder = new();
    private readonly List<SqliteGrainStorage> _states = [];

    private FolderStore Place => new(_folder["place"]);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        foreach (var state in _states) state.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Claim_OfAnEmptyPlace_IsTheStatesOwnFromThenOn()
    {
        var ours = State("ours");
        await Claim(ours, "ours");
        await Claim(ours, "ours");

        var mark = (await Place.Owner(Stop))!;
        Assert.Equal((await Id(ours), "ours", Environment.MachineName), (mark.Cluster, mark.State, mark.Machine));
    }

    [Fact]
    public async Task Claim_OfAnothersPlace_NamesItsStateAndBothRemedies()
    {
        await Claim(State("theirs"), "/home/them/.hybrid");

        var refusal = await Assert.ThrowsAsync<CheckpointStoreException>(() => Claim(State("ours"), "ours"));

        Assert.False(refusal.IsTransient);
        foreach (var part in new[] { Place.Root, "/home/them/.hybrid", "--checkpoints", "--adopt-checkpoints" })
            Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claim_OfAnothersPlace_OnPurpose_IsAdopted_AndTheFormerOwnerTouchesNothingMore()
    {
        var (theirs, ours) = (State("theirs"), State("ours"));
        await Claim(theirs, "theirs");
        var former = new OwnedStore(Place, Task.FromResult(await Id(theirs)));
        var checkpoint = Written(former);
        await former.Put(Trial, checkpoint, Path.Combine(former.FolderOf(Trial)!, checkpoint.Name), Stop);

        await Claim(ours, "ours", adopts: true);

        await Assert.ThrowsAsync<CheckpointStoreException>(() => former.Delete(Trial, checkpoint.Name, Stop));
        await Assert.ThrowsAsync<CheckpointStoreException>(() =>
            former.Put(Trial, checkpoint, Path.Combine(former.FolderOf(Trial)!, checkpoint.Name), Stop));
        await Place.Fetch(Trial, checkpoint, _folder["back"], Stop);
        await new OwnedStore(Place, Task.FromResult(await Id(ours))).Delete(Trial, checkpoint.Name, Stop);
        await Claim(ours, "ours");
    }

    [Fact]
    public async Task Claim_OfAPlaceOfTheVersionBefore_GoesToTheStateThatKnowsItsSweeps()
    {
        var (ours, theirs) = (State("ours"), State("theirs"));
        Written(Place);
        await Submitted(ours);

        var refusal = await Assert.ThrowsAsync<CheckpointStoreException>(() => Claim(theirs, "theirs"));
        Assert.Contains(Trial.Sweep, refusal.Message, StringComparison.Ordinal);
        Assert.Null(await Place.Owner(Stop));

        await Claim(ours, "ours");
        Assert.Equal(await Id(ours), (await Place.Owner(Stop))?.Cluster);
    }

    [Fact]
    public async Task Claim_OfAPlaceOfTheVersionBefore_OfSeveralStates_IsRefusedToEach()
    {
        var ours = State("ours");
        Written(Place);
        await Submitted(ours);
        WrittenCheckpoint.In(
            Place.FolderOf(new("other-1a2b3c4d", 0)), 1, 3, new Dictionary<string, byte[]> { ["weights.safetensors"] = [1] });

        var refusal = await Assert.ThrowsAsync<CheckpointStoreException>(() => Claim(ours, "ours"));

        Assert.Contains("checkpoints of other-1a2b3c4d,", refusal.Message, StringComparison.Ordinal);
    }

    [SlowFact]
    public async Task Claim_OfSeveralAtOnce_OneWins()
    {
        for (var race = 0; race < 20; race++)
        {
            var states = Enumerable.Range(0, 4).Select(number => State($"{race}-{number}")).ToArray();
            var place = new FolderStore(_folder[$"place-{race}"]);

            var won = await Task.WhenAll(states.Select(async state =>
            {
                await Task.Yield();
                return await Record.ExceptionAsync(() => Claim(state, "one of them", place: place)) is null;
            }));

            Assert.Single(won, isWinner => isWinner);
            Assert.Equal(await Id(states[Array.IndexOf(won, true)]), (await place.Owner(Stop))?.Cluster);
            Assert.Single(Directory.GetDirectories(place.Root));
        }
    }

    [Fact]
    public async Task Id_OfOneState_IsOne_WhoeverAsksFirst()
    {
        var state = State("shared");

        var ids = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Id(state)));

        Assert.Single(ids.Distinct());
        Assert.NotEqual(ids[0], await Id(State("another")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[1]")]
    public async Task Claim_OfAPlaceWhoseMarkIsDamaged_IsRefusedUntilItIsAdopted(string damage)
    {
        var ours = State("ours");
        await Claim(State("theirs"), "theirs");
        File.WriteAllText(_folder[$"place/owner/{OwnerMark.FileName}"], damage);

        Assert.Contains(
            "cannot be read",
            (await Assert.ThrowsAsync<CheckpointStoreException>(() => Claim(ours, "ours"))).Message,
            StringComparison.Ordinal);

        await Claim(ours, "ours", adopts: true);
        await Claim(ours, "ours");
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("device")]
    [InlineData("folder")]
    [InlineData("missing")]
    [InlineData("large")]
    public async Task Claim_OfAPlaceWithSomethingElseForAMark_IsRefused_AndReadsNoMore(string what)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("this system has no such files");
        var ours = State("ours");
        await Claim(State("theirs"), "theirs");
        var mark = _folder[$"place/owner/{OwnerMark.FileName}"];
        File.Delete(mark);
        switch (what)
        {
            case "pipe": Assert.Equal(0, (await Tool.Require("mkfifo").Run(mark)).ExitCode); break;
            case "device": File.CreateSymbolicLink(mark, "/dev/zero"); break;
            case "folder": Directory.CreateDirectory(mark); break;
            case "large":
                await using (var file = File.Create(mark)) file.SetLength(3L << 30);
                break;
        }

        var refusal = await Assert.ThrowsAsync<CheckpointStoreException>(() => Claim(ours, "ours"));

        Assert.Contains("cannot be read", refusal.Message, StringComparison.Ordinal);
    }

    private SqliteGrainStorage State(string name)
    {
        _states.Add(new(_folder[$"{name}.db"], new ProtocolStorageSerializer()));
        return _states[^1];
    }

    private static async Task<string> Id(SqliteGrainStorage state)
    {
        var id = new StateId(state);
        await id.Load(Stop);
        return await id.Value;
    }

    private async Task Claim(SqliteGrainStorage state, string words, bool adopts = false, ICheckpointStore? place = null)
    {
        var id = new StateId(state);
        await id.Load(Stop);
        await new PlaceClaim(id, state, place ?? Place, words, adopts, TimeProvider.System).Make(Stop);
    }

    private static Task Submitted(SqliteGrainStorage state) => state.WriteStateAsync(
        SweepGrain.StateName, GrainId.Create(SweepGrain.TypeName, Trial.Sweep), new GrainState<SweepRecord>(
            new() { Yaml = "name: sweep", File = "sweep.yaml", Submitted = default }));

    private static CheckpointRef Written(ICheckpointStore place) =>
        WrittenCheckpoint.In(place.FolderOf(Trial)!, 1, 3, new Dictionary<string, byte[]> { ["weights.safetensors"] = [1] });
}
