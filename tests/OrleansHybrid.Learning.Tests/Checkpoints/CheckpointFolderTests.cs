using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Learning.Tests.Checkpoints;

public sealed class CheckpointFolderTests : IDisposable
{
    private static readonly Dictionary<string, byte[]> Files = new()
    {
        ["weights.safetensors"] = [1, 2, 3],
        ["state.safetensors"] = [4, 5]
    };

    private readonly TemporaryFolder _root = new();

    private CheckpointFolder Folder => new(_root.Path);

    [Fact]
    public void Write_ThenRead_GivesBackEveryFileAndTheExactPosition()
    {
        var position = new TrainingPosition
        {
            Epoch = 2,
            StepInEpoch = 1,
            Sums = new(0.1 + 0.2, 1e-300, -1 / 3.0),
            Seconds = Math.PI,
            LastEpoch = new()
            {
                Epoch = 2,
                Step = 200,
                TrainLoss = 0.5,
                ContrastiveLoss = null,
                ClassifierLoss = null,
                Alpha = 1,
                LearningRate = 0.1,
                Accuracy = null,
                ImagesPerSecond = 10,
                Seconds = 1,
            }
        };
        var (reference, _) = Folder.Write(Manifest(attempt: 2, step: 300) with { Position = position }, Files);
        var read = Folder.Read(reference);

        Assert.Equal(("a0002-s000300", 2, 2, 300), (reference.Name, reference.Attempt, reference.Epoch, reference.Step));
        Assert.Equal(position, read.Manifest.Position);
        Assert.Equal(Files, read.Files);
        Assert.Equal(Directory.GetFiles(Path.Combine(_root.Path, reference.Name)).Sum(file => new FileInfo(file).Length), reference.Bytes);
    }

    [Theory]
    [InlineData("weights.safetensors", "weights.safetensors is damaged")]
    [InlineData("state.safetensors", "state.safetensors is damaged")]
    [InlineData("manifest.json", "manifest.json")]
    public void Read_OneBitFlipped_SaysWhichFileIsDamaged(string file, string expected)
    {
        var (reference, _) = Folder.Write(Manifest(1, 10), Files);
        var path = Path.Combine(_root.Path, reference.Name, file);
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => Folder.Read(reference)).Message);
    }

    [Theory]
    [InlineData("weights.safetensors")]
    [InlineData("manifest.json")]
    public void Read_FileGone_SaysSo(string file)
    {
        var (reference, _) = Folder.Write(Manifest(1, 10), Files);
        File.Delete(Path.Combine(_root.Path, reference.Name, file));
        Assert.Equal($"{file} is missing", Assert.Throws<InvalidDataException>(() => Folder.Read(reference)).Message);
    }

    [Fact]
    public void Read_FileCutShort_GivesBothSizes()
    {
        var (reference, _) = Folder.Write(Manifest(1, 10), Files);
        File.WriteAllBytes(Path.Combine(_root.Path, reference.Name, "weights.safetensors"), [1, 2]);
        Assert.Contains("has 2 bytes instead of 3", Assert.Throws<InvalidDataException>(() => Folder.Read(reference)).Message);
    }

    [Fact]
    public void Read_NewerFormat_SaysWhichFormatsMeet()
    {
        var (reference, _) = Folder.Write(Manifest(1, 10) with { Format = 9 }, Files);
        Assert.Contains("format 9", Assert.Throws<InvalidDataException>(() => Folder.Read(reference)).Message);
    }

    [Fact]
    public void Read_AnotherCheckpointUnderTheSameName_IsRefused()
    {
        var (reference, _) = Folder.Write(Manifest(1, 10), Files);
        Folder.Write(Manifest(1, 10) with { Recipe = new() { Seed = 1 } }, Files);
        Assert.Contains("not the one that was committed", Assert.Throws<InvalidDataException>(() => Folder.Read(reference)).Message);
    }

    [Fact]
    public void Prepare_AfterAnInterruptedWrite_DeletesThePartialAlone()
    {
        var (reference, _) = Folder.Write(Manifest(1, 10), Files);
        Directory.CreateDirectory(Path.Combine(_root.Path, "a0001-s000020.partial"));
        Folder.Prepare(attempt: 2);
        Assert.Equal([reference.Name], Directory.GetDirectories(_root.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Prepare_OfAnAttemptThatWasOvertaken_LeavesTheNewerOnesWriteAlone()
    {
        Directory.CreateDirectory(Path.Combine(_root.Path, "a0002-s000020.partial"));
        Folder.Prepare(attempt: 1);
        Assert.Equal(["a0002-s000020.partial"], Directory.GetDirectories(_root.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Find_ManyCheckpoints_PutsTheFurthestFirst()
    {
        foreach (var (attempt, step) in new[] { (1, 10), (2, 30), (1, 30), (3, 20) }) Folder.Write(Manifest(attempt, step), Files);
        Directory.CreateDirectory(Path.Combine(_root.Path, "notes"));
        Assert.Equal(["a0002-s000030", "a0001-s000030", "a0003-s000020", "a0001-s000010"], Folder.Find().Select(found => found.Name));
    }

    [Fact]
    public void Find_ManifestUnreadable_ListsItForTheReaderToRefuse()
    {
        Folder.Write(Manifest(4, 40), Files);
        File.WriteAllText(Path.Combine(_root.Path, "a0004-s000040", "manifest.json"), "{");
        var found = Assert.Single(Folder.Find());
        Assert.Equal((4, 40), (found.Attempt, found.Step));
        Assert.Contains("manifest.json is malformed", Assert.Throws<InvalidDataException>(() => Folder.Read(found)).Message);
    }

    public static TheoryData<string> Points => [.. CheckpointFolder.Points, .. DyingWriter.Files.Keys];

    [Theory]
    [MemberData(nameof(Points))]
    public void Write_KilledAtAnyPoint_LeavesTheOneBeforeWhole_AndTheNewOneWholeOrNotAtAll(string point)
    {
        DyingWriter.Start(_root.Path, point);

        Folder.Prepare(attempt: 2);
        var found = Folder.Find();

        foreach (var checkpoint in found) Assert.Equal(DyingWriter.Files, Folder.Read(checkpoint).Files);
        Assert.Equal(
            point is "renamed" or "done" ? ["a0001-s000020", "a0001-s000010"] : ["a0001-s000010"],
            found.Select(checkpoint => checkpoint.Name));
        Assert.Equal(found.Count, Directory.GetDirectories(_root.Path).Length);
        // The next attempt writes what this one could not.
        var (again, _) = Folder.Write(Manifest(2, 20), DyingWriter.Files);
        Assert.Equal(DyingWriter.Files, Folder.Read(again).Files);
    }

    [Fact]
    public void Write_FullDisk_SaysSo_AndLeavesTheOneBefore()
    {
        using var disk = new SmallDisk(megabytes: 1);
        var folder = new CheckpointFolder(disk.Path);
        var (reference, _) = folder.Write(Manifest(1, 10), Files);

        var failure = Assert.Throws<IOException>(() =>
            folder.Write(Manifest(1, 20), new Dictionary<string, byte[]> { ["weights.safetensors"] = new byte[2 << 20] }));

        Assert.Contains("disk was full", failure.Message, StringComparison.Ordinal);
        Assert.Equal(Files, folder.Read(reference).Files);
        folder.Prepare(attempt: 2);
        Assert.Equal([reference.Name], Directory.GetDirectories(disk.Path).Select(Path.GetFileName));
        folder.Write(Manifest(2, 20), Files);
    }

    public void Dispose() => _root.Dispose();

    private static CheckpointManifest Manifest(int attempt, int step) => new()
    {
        Format = CheckpointManifest.CurrentFormat,
        Trial = new TrialId("sweep", 0),
        Attempt = attempt,
        Step = step,
        Position = new TrainingPosition(),
        Recipe = new Recipe(),
        Numerics = Numerics.Of("cpu", 1),
        Files = [],
    };
}
