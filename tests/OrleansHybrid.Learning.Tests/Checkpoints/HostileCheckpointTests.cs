using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Evaluation;
using OrleansHybrid.Learning.Models;
using OrleansHybrid.Learning.Training;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Checkpoints;

/// <summary>Checkpoints from anybody: whatever lies there, it is one that can be worked with or is refused with its fault.</summary>
public sealed class HostileCheckpointTests : IDisposable
{
    private static readonly string Golden = Path.Combine(AppContext.BaseDirectory, "Reference", "checkpoint-format1");

    private readonly TemporaryFolder _root = new();
    private readonly ITestOutputHelper _output;

    public HostileCheckpointTests(ITestOutputHelper output)
    {
        _output = output;
        foreach (var file in Directory.GetFiles(Golden)) File.Copy(file, PathOf(Path.GetFileName(file)));
    }

    private string Weights => PathOf(LearnerFiles.Weights);

    public void Dispose() => _root.Dispose();

    [Fact]
    public void ReadAt_LinksToTheFiles_ReadsThem()
    {
        File.Move(Weights, Weights + ".there");
        File.CreateSymbolicLink(Weights, LearnerFiles.Weights + ".there");
        Assert.Equal(File.ReadAllBytes(Path.Combine(Golden, LearnerFiles.Weights)), Read().Files[LearnerFiles.Weights]);
    }

    [Fact]
    public void ReadAt_ManifestThatNamesAFileElsewhere_NeverLooksThere()
    {
        File.WriteAllText(Path.Combine(_root.Path, "..", Path.GetFileName(_root.Path) + "-outside"), "secret");
        try
        {
            Rewrite(manifest => manifest["files"]![3]!["name"] = $"../{Path.GetFileName(_root.Path)}-outside");
            Assert.Contains("is not a file name of a checkpoint", Refusal(), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(_root.Path + "-outside");
        }
    }

    [Fact]
    public void ReadAt_PipesAndDevicesInPlaceOfFiles_AreNotOpened()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("this system has no /dev/zero");
        foreach (var name in new[] { "manifest.json", LearnerFiles.Weights })
        {
            File.Delete(PathOf(name));
            using (var mkfifo = Process.Start("mkfifo", [PathOf(name)])) mkfifo.WaitForExit();
            Assert.Contains($"{name} ", Refusal(), StringComparison.Ordinal);
            File.Delete(PathOf(name));
            File.CreateSymbolicLink(PathOf(name), "/dev/zero");
            Assert.EndsWith("empty, or a pipe or a device", Refusal(), StringComparison.Ordinal);
            File.Delete(PathOf(name));
            File.Copy(Path.Combine(Golden, name), PathOf(name));
        }
    }

    [Fact]
    public void ReadAt_FilesOfMoreThanIsThere_AreRefusedUnread()
    {
        SetLength(Weights, 3L << 30);
        Assert.Equal($"{LearnerFiles.Weights} has {3L << 30} bytes instead of 321760", Refusal());
        Rewrite(manifest => manifest["files"]![3]!["bytes"] = 3L << 30);
        Assert.Contains($"files[3].bytes {3L << 30} is not from 1 to", Refusal(), StringComparison.Ordinal);
        // As large as may be, and nothing in it.
        SetLength(Weights, 2_000_000_000);
        Rewrite(manifest => manifest["files"]![3]!["bytes"] = 2_000_000_000);
        using (var start = File.OpenHandle(Weights, access: FileAccess.Write)) RandomAccess.Write(start, new byte[8], 0);
        Assert.StartsWith($"{LearnerFiles.Weights} is malformed: the header", Refusal(), StringComparison.Ordinal);
        SetLength(PathOf("manifest.json"), 2_000_000_000);
        Assert.StartsWith("manifest.json has 2000000000 bytes", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", 4)]
    [InlineData("[1]", 4)]
    [InlineData("[0,2,16]", 0)]
    [InlineData("[10,2,0]", 0)]
    [InlineData("[100000,1,1]", 400000)]
    public void Similarity_OfATableThatIsNone_IsRefused(string shape, int bytes) => Assert.Throws<InvalidDataException>(() =>
        PrototypeSimilarity.Of(SafetensorsFile.Read(FileOf($$$"""{"prototypes":{"dtype":"F32","shape":{{{shape}}},"data_offsets":[0,{{{bytes}}}]}}""", new byte[bytes])).Tensors["prototypes"]));

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "the weights hold no tensor of a backbone or a classifier")]
    [InlineData("""{"classifier.weight":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"backbone.fc.weight":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}""", "both call fc.weight")]
    public void Export_OfWeightsThatAreNone_IsRefused(string header, string reason) =>
        Assert.Contains(
            reason,
            Assert.Throws<InvalidDataException>(() => WeightsExport.Write(FileOf(header, new byte[4]))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Load_WeightsThatFitAndAStateThatDoesNot_LeavesTheLearnerAsItWas()
    {
        using var learner = Learner();
        var before = Norms(learner);
        var files = new Dictionary<string, byte[]>(Read().Files)
        {
            [LearnerFiles.State] = SafetensorsWriter.Write([], new Dictionary<string, string>())
        };

        Assert.Contains(
            LearnerFiles.State,
            Assert.Throws<InvalidDataException>(() => LearnerFiles.Load(learner, files)).Message,
            StringComparison.Ordinal);

        Assert.Equal(before, Norms(learner));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Load_OfDamagedTensors_FillsALearnerOrRefuses(int seed)
    {
        _output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var learner = Learner();
        var whole = Read().Files;
        var refused = 0;
        for (var round = 0; round < 100; round++)
        {
            var files = new Dictionary<string, byte[]>(whole);
            var name = round % 2 == 0 ? LearnerFiles.Weights : LearnerFiles.State;
            files[name] = DamageHeader(whole[name], random);
            try
            {
                LearnerFiles.Load(learner, files);
            }
            catch (InvalidDataException damage)
            {
                Assert.StartsWith(name, damage.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.InRange(refused, 1, 100);
    }

    private static HybridLearner Learner()
    {
        var recipe = CheckpointFolder.ReadAt(Golden).Manifest.Recipe;
        return new(recipe, DataSets.Load(recipe with { HeadImages = 20, Imbalance = 1, TestImages = 1 }, null).Train, CPU);
    }

    private static double[] Norms(HybridLearner learner) =>
        [.. learner.Network.Tensors.Select(tensor => tensor.Value.to(float64).flatten().square().sum().sqrt().item<double>())];

    private static byte[] DamageHeader(byte[] file, Random random)
    {
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        var header = new StringBuilder(Encoding.UTF8.GetString(file, 8, length));
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            // Another digit or letter, mostly: what is still JSON comes further.
            var at = random.Next(header.Length);
            if (char.IsAsciiDigit(header[at])) header[at] = (char)('0' + random.Next(10));
            else if (char.IsAsciiLetter(header[at])) header[at] = (char)('a' + random.Next(26));
            else if (random.Next(4) == 0) header.Remove(at, 1);
        }

        return FileOf(header.ToString(), file[(8 + length)..]);
    }

    private static byte[] FileOf(string header, byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
        return [.. length, .. text, .. data];
    }

    private static void SetLength(string path, long length)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write);
        RandomAccess.SetLength(file, length);
    }

    private string PathOf(string name) => Path.Combine(_root.Path, name);

    private void Rewrite(Action<JsonNode> change)
    {
        var manifest = JsonNode.Parse(File.ReadAllText(PathOf("manifest.json")))!;
        change(manifest);
        File.WriteAllText(PathOf("manifest.json"), manifest.ToJsonString());
    }

    private VerifiedCheckpoint Read() => CheckpointFolder.ReadAt(_root.Path);

    private string Refusal() => Assert.Throws<InvalidDataException>(Read).Message;
}
