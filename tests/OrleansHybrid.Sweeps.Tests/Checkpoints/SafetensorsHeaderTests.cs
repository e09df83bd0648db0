using System.Buffers.Binary;
using System.Text;
using OrleansHybrid.Sweeps.Checkpoints;

namespace OrleansHybrid.Sweeps.Tests.Checkpoints;

public sealed class SafetensorsHeaderTests(ITestOutputHelper output) : IDisposable
{
    private const string Whole =
        """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"b":{"dtype":"I64","shape":[],"data_offsets":[8,16]}}""";

    private static readonly string[] Pieces =
    [
        "null", "-1", "0", "1e999", "4611686018427387904", "9223372036854775807", "\"\"", "\"\\ud800\"", "\"\\u001b\"", "{}", "[]", "[[]]",
        "{", "}", "[", "]", ",",
        "\"a\":", "\"\\u0061\":", "\"dtype\":\"F64\",", "\"shape\":[0,4611686018427387904,4],", "\0", "\u00ff", "8",
    ];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleanshybrid-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_AWholeFile_GivesItsTensorsInTheOrderOfTheirData()
    {
        var header = SafetensorsHeader.Read(FileOf(Whole, 16));
        Assert.Equal(["a", "b"], header.Tensors.Select(tensor => tensor.Name));
        Assert.Equal((8L, 16L, "I64"), (header.Tensors[1].Begin, header.Tensors[1].End, header.Tensors[1].Type));
        Assert.Equal("pt", header.Metadata["format"]);
        Assert.Equal(8 + Whole.Length, header.DataBegin);
    }

    [Theory]
    // Products that wrap around 2^64 and 2^128, and strides of an empty tensor that no number holds.
    [InlineData("[4611686018427387904,4611686018427387904,4611686018427387904]", "[0,0]", 0)]
    [InlineData("[4611686018427387904,4611686018427387904,4611686018427387904,4611686018427387904]", "[0,0]", 0)]
    [InlineData("[0,4611686018427387904,4611686018427387904]", "[0,0]", 0)]
    [InlineData("[4294967296,4294967296]", "[0,0]", 0)]
    [InlineData("[4294967297,4294967297]", "[0,4]", 4)]
    [InlineData("[-1,-1]", "[0,4]", 4)]
    [InlineData("[1,1,1,1,1,1,1,1,1]", "[0,4]", 4)]
    public void Read_AShapeThatNoTensorHas_IsRefused(string shape, string offsets, int bytes) =>
        Assert.Contains("which do not fit F32", Refusal($$$"""{"a":{"dtype":"F32","shape":{{{shape}}},"data_offsets":{{{offsets}}}}}""", bytes), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\u0061":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "the header is malformed")]
    [InlineData("""{"a\u001b[2J":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "'a␛[2J' is not a name of a tensor")]
    [InlineData("""{"a":{"dtype":null,"shape":[1],"data_offsets":[0,4]}}""", 4, "element type null is not supported")]
    [InlineData("""{"a":null}""", 0, "the header is malformed")]
    [InlineData("""{"__metadata__":null}""", 0, "the header is malformed")]
    [InlineData("null", 0, "the header is malformed")]
    public void Read_AMalformedHeader_IsRefusedWithTheReason(string header, int bytes, string reason) =>
        Assert.Contains(reason, Refusal(header, bytes), StringComparison.Ordinal);

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData((ulong)long.MaxValue)]
    [InlineData(1UL << 40)]
    public void Read_ALengthBeyondTheFile_IsRefused(ulong length)
    {
        var file = FileOf(Whole, 16);
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        Assert.Contains(
            $"the header claims {length} bytes",
            Assert.Throws<InvalidDataException>(() => SafetensorsHeader.Read(file)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void ReadAt_AFileOfATerabyteOfNothing_IsRefusedUnread()
    {
        var path = Path.Combine(_folder.FullName, "weights");
        using (var sparse = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write)) RandomAccess.SetLength(sparse, 1L << 40);
        Assert.Contains(
            "the header is malformed",
            Assert.Throws<InvalidDataException>(() => SafetensorsHeader.ReadAt(path)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_OfADamagedFile_GivesTensorsThatFitOrRefuses(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var refused = 0;
        for (var round = 0; round < 3_000; round++)
        {
            var file = Damage(FileOf(Damage(Whole, random), 16), random);
            try
            {
                Assert.All(SafetensorsHeader.Read(file).Tensors, tensor => Assert.InRange(tensor.End, tensor.Begin, file.Length));
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1, 2_999);
    }

    private static string Damage(string whole, Random random)
    {
        var text = new StringBuilder(whole);
        for (var edits = random.Next(0, 3); edits > 0; edits--)
        {
            var at = random.Next(text.Length);
            if (random.Next(2) == 0) text.Remove(at, Math.Min(random.Next(1, 8), text.Length - at));
            if (random.Next(3) > 0) text.Insert(at, Pieces[random.Next(Pieces.Length)]);
        }

        return text.ToString();
    }

    private static byte[] Damage(byte[] file, Random random)
    {
        if (random.Next(4) == 0) file[random.Next(Math.Min(file.Length, 24))] = (byte)random.Next(256);
        return random.Next(8) == 0 ? file[..random.Next(file.Length)] : file;
    }

    private static string Refusal(string header, int bytes) =>
        Assert.Throws<InvalidDataException>(() => SafetensorsHeader.Read(FileOf(header, bytes))).Message;

    private static byte[] FileOf(string header, int dataBytes)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var file = new byte[8 + text.Length + dataBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)text.Length);
        text.CopyTo(file, 8);
        return file;
    }
}
