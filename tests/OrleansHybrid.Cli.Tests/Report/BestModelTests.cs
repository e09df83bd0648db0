using OrleansHybrid.Web.Report;

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

        Assert.Equal(["cat", "dog <i>", "eel"], model.Classes.Select(one => one.Name));
        Assert.Equal([0.75, 0.25, null], model.Classes.Select(one => one.Accuracy));
        Assert.Equal([[0.75, 0.25, 0], [0.5, 0.25, 0.25], [0, 0, 0]], model.Confusion!);
        Assert.Null(model.Prototypes);
    }

    [Fact]
    public void Read_ACheckpointThatWasNotEvaluated_IsNone() => Assert.Null(BestModel.Read("0003", _folder.FullName));

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"classes":null}""")]
    [InlineData("""{"classes":[null]}""")]
    [InlineData("""{"classes":[{"name":null,"train_images":1,"test_images":1}]}""")]
    [InlineData("""{"classes":[{"name":"a","train_images":1,"test_images":1,"accuracy":1e999}]}""")]
    [InlineData("""{"classes":[{"name":"a","train_images":1,"test_images":1}],"confusion":[null]}""")]
    [InlineData("""{"classes":[{"name":"a","train_images":1,"test_images":1}],"confusion":[[1e999]]}""")]
    [InlineData("""{"classes":[{"name":"a","train_images":1,"test_images":1}],"confusion":[[1],[2]]}""")]
    public void Read_AnEvaluationThatIsNone_IsRefused(string evaluation)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "evaluation.json"), evaluation);
        Assert.Contains(
            "evaluation.json",
            Assert.Throws<InvalidDataException>(() => BestModel.Read("0003", _folder.FullName)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Prototypes_ThatAreNotFinite_AreRefused() =>
        Assert.Throws<InvalidDataException>(() => PrototypeMap.Read(FinalCheckpoint.Prototypes([float.NaN, 0], [0, 2])));

    [Theory]
    [InlineData("[]", "[0,4]", 4)]
    [InlineData("[0,1,2]", "[0,0]", 0)]
    [InlineData("[1,0]", "[0,0]", 0)]
    [InlineData("[4611686018427387904,4611686018427387904,4611686018427387904]", "[0,0]", 0)]
    [InlineData("null", "[0,4]", 4)]
    [InlineData("[1,1]", "null", 4)]
    [InlineData("[1,1]", "[4]", 4)]
    public void Prototypes_OfAShapeThatIsNone_AreRefused(string shape, string offsets, int bytes) =>
        Assert.Throws<InvalidDataException>(() => PrototypeMap.Read(FinalCheckpoint.Safetensors($$$"""{"prototypes":{"dtype":"F32","shape":{{{shape}}},"data_offsets":{{{offsets}}}}}""", new byte[bytes])));

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
        var map = PrototypeMap.Read(
            FinalCheckpoint.Prototypes([.. Enumerable.Range(0, 300).Select(row => row < 150 ? new[] { 1f, 0 } : [0, 1f])]));

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
