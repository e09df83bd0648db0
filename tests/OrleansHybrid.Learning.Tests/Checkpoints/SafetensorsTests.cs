using System.Buffers.Binary;
using System.Text;
using OrleansHybrid.Learning.Checkpoints;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Checkpoints;

public class SafetensorsTests
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    [Fact]
    public void Write_ThenRead_GivesBackTensorsAndMetadata()
    {
        using var scope = NewDisposeScope();
        var tensors = new Dictionary<string, Tensor>
        {
            ["weight"] = rand(2, 3),
            ["steps"] = tensor(7L),
            ["empty"] = zeros(0, 4),
            ["mask"] = tensor(new[] { true, false, true }),
        };

        var file = SafetensorsFile.Read(
            SafetensorsWriter.Write(tensors, new Dictionary<string, string> { ["class_names"] = "[\"Äpfel\"]" }));

        Assert.Equal("[\"Äpfel\"]", file.Metadata["class_names"]);
        Assert.Equal(tensors.Keys.Order(), file.Tensors.Keys.Order());
        foreach (var (name, expected) in tensors)
        {
            var target = zeros_like(expected);
            file.Tensors[name].CopyTo(target, name);
            Assert.Equal(expected.bytes.ToArray(), target.bytes.ToArray());
        }
    }

    [Fact]
    public void Write_SmallFile_HasTheBytesOfTheSpecification()
    {
        using var scope = NewDisposeScope();
        var bytes = SafetensorsWriter.Write(
            new Dictionary<string, Tensor> { ["b"] = tensor(new[] { 1f, -2f }), ["a"] = tensor(3L) },
            new Dictionary<string, string> { ["format"] = "pt" });

        const string header = """{"__metadata__":{"format":"pt"},"a":{"dtype":"I64","shape":[],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""";
        var padded = Encoding.UTF8.GetBytes(header.PadRight((header.Length + 7) / 8 * 8));
        byte[] length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)padded.Length);
        byte[] data = [3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0];
        Assert.Equal([.. length, .. padded, .. data], bytes);
    }

    [Fact]
    public void Write_TensorsInAnotherOrderAndLayout_GivesTheSameBytes()
    {
        using var scope = NewDisposeScope();
        var (image, bias) = (rand(2, 3, 4, 4), rand(5));
        var channelsLast = image.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        Assert.Equal(
            SafetensorsWriter.Write([new("image", image), new("bias", bias)], NoMetadata),
            SafetensorsWriter.Write([new("bias", bias), new("image", channelsLast)], NoMetadata));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 4, "tensor 'a' lies at bytes 0 to 8 of 4 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 12, "the tensors end at byte 8 of 12")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "tensor 'a' has 8 bytes, which do not fit")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "tensor 'a' has 8 bytes, which do not fit")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807,2],"data_offsets":[0,8]}}""", 8, "tensor 'a' has 8 bytes, which do not fit")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "tensor 'a' lies at bytes 8 to 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "tensor 'b' begins at byte 0 of the data, not at 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "tensor 'a' begins at byte 4 of the data, not at 0")]
    [InlineData("""{"a":{"dtype":"F7","shape":[1],"data_offsets":[0,4]}}""", 4, "element type 'F7' is not supported")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,4]}}""", 4, "the header is malformed")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", 4, "tensor 'a' needs two data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "the header is malformed")]
    [InlineData("""["a"]""", 0, "the header is malformed")]
    [InlineData("""{"a":""", 0, "the header is malformed")]
    public void Read_MalformedFile_IsRefusedWithTheReason(string header, int dataBytes, string reason)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var file = new byte[8 + text.Length + dataBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)text.Length);
        text.CopyTo(file, 8);
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(file)).Message);
    }

    [Fact]
    public void Read_EveryTruncation_IsRefused()
    {
        using var scope = NewDisposeScope();
        var whole = SafetensorsWriter.Write([new("a", rand(3))], NoMetadata);
        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(whole.AsMemory(0, length)));
    }

    [Fact]
    public void CopyTo_AnotherShape_NamesTheTensor()
    {
        using var scope = NewDisposeScope();
        var stored = SafetensorsFile.Read(SafetensorsWriter.Write([new("fc.bias", rand(3))], NoMetadata)).Tensors["fc.bias"];
        Assert.Contains("fc.bias", Assert.Throws<InvalidDataException>(() => stored.CopyTo(zeros(4), "fc.bias")).Message);
    }
}
