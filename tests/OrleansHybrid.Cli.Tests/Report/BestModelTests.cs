using OrleansHybrid.Cli.Report;

namespace OrleansHybrid.Cli.Tests.Report;

public sealed class BestModelTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleanshybrid-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_AFinalCheckpoint_GivesItsClassesAndFractionsOfThem()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "evaluation.json"), FinalCheckpoint.Evaluation);

        var model = BestModel.Read("0003", _folder.FullName)!;

        Assert.Equal(["cat", "dog <i>", "eel"], model.Classes.AsArray().Select(one => (string?)one!["name"]));
        Assert.Equal([[0.75, 0.25, 0], [0.5, 0.25, 0.25], [0, 0, 0]], model.Confusion!);
        Assert.Null(model.Prototypes);
    }

    [Fact]
    public void Read_ACheckpointThatWasNotEvaluated_IsNone() => Assert.Null(BestModel.Read("0003", _folder.FullName));

    [Fact]
    public void Prototypes_AreComparedByTheirDirections()
    {
        var map = PrototypeMap.Read(FinalCheckpoint.Prototypes([3, 0], [0, 2], [1, 1]));

        Assert.Equal((3, 1), (map.Prototypes, map.PerCell));
        Assert.Equal([[1, 0, 0.707], [0, 1, 0.707], [0.707, 0.707, 1]], map.Values);
    }

    [Fact]
    public void Prototypes_OfVeryManyClasses_AreAveragedToAPicture()
    {
        var map = PrototypeMap.Read(FinalCheckpoint.Prototypes([.. Enumerable.Range(0, 300).Select(row => row < 150 ? new[] { 1f, 0 } : [0, 1f])]));

        Assert.Equal((300, 3, 100), (map.Prototypes, map.PerCell, map.Values.Length));
        Assert.Equal((1, 0, 1), (map.Values[0][49], map.Values[0][50], map.Values[99][50]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(60)]
    public void Prototypes_OfAFileThatIsCutOff_AreRefused(int bytes) =>
        Assert.Throws<InvalidDataException>(() => PrototypeMap.Read(FinalCheckpoint.Prototypes([3, 0], [0, 2])[..bytes]));
}
