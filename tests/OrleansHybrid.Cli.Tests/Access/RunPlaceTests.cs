using OrleansHybrid.Cli.Access;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cluster.Checkpoints;

namespace OrleansHybrid.Cli.Tests.Access;

public sealed class RunPlaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Place_OfARunThatWasGivenNone_IsInItsStateFolder()
    {
        RunPlace.RequireThere(_folder.Path);

        Assert.Null(RunPlace.Find(_folder.Path));
        Assert.Equal(_folder["checkpoints"], RunPlace.Words(_folder.Path));
    }

    [Fact]
    public void Place_ThatARunTookDown_IsThatAgain_AndMustBeThereForADeletion()
    {
        PlaceNote.Write(_folder.Path, new CheckpointPlace.Folder(_folder["elsewhere"]));

        Assert.Equal(new CheckpointPlace.Folder(_folder["elsewhere"]), RunPlace.Find(_folder.Path));
        Assert.Equal(_folder["elsewhere"], RunPlace.Words(_folder.Path));
        Assert.Contains(
            _folder["elsewhere"],
            Assert.Throws<UserException>(() => RunPlace.RequireThere(_folder.Path)).Message,
            StringComparison.Ordinal);

        Directory.CreateDirectory(_folder["elsewhere"]);
        RunPlace.RequireThere(_folder.Path);
    }

    [Fact]
    public void Place_ThatTakesASecretToOpen_IsKeptWithoutIt_AndMustBeNamedForADeletion()
    {
        PlaceNote.Write(_folder.Path, CheckpointPlace.Parse("https://some.blob.core.windows.net/sweeps?sv=2024-08-04&sig=c2VjcmV0"));

        Assert.Equal("https://some.blob.core.windows.net/sweeps", RunPlace.Words(_folder.Path));
        Assert.Contains(
            "ORLEANSHYBRID_CHECKPOINTS",
            Assert.Throws<UserException>(() => RunPlace.RequireThere(_folder.Path)).Message,
            StringComparison.Ordinal);
    }
}
