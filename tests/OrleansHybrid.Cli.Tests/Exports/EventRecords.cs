using System.Buffers.Binary;
using System.Text;

namespace OrleansHybrid.Cli.Tests.Exports;

/// <summary>Event files read by the published formats alone, without the messages that wrote them.</summary>
internal static class EventRecords
{
    /// <summary>The records of a TFRecord file, whose checksums must be right.</summary>
    public static IReadOnlyList<WireMessage> Read(string path)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        var records = new List<WireMessage>();
        while (bytes.Length > 0)
        {
            var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
            Assert.Equal(Masked(bytes[..8]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]));
            var content = bytes.Slice(12, length);
            Assert.Equal(Masked(content), BinaryPrimitives.ReadUInt32LittleEndian(bytes[(12 + length)..]));
            records.Add(new(content.ToArray()));
            bytes = bytes[(16 + length)..];
        }

        return records;
    }

    // CRC-32C bit by bit (RFC 3720, B.4), and the mask of TFRecord.
    internal static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = 0xffffffffu;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82f63b78u : crc >> 1;
        }

        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8u;
    }
}

/// <summary>A message of protocol buffers by the numbers of its fields.</summary>
internal sealed class WireMessage
{
    private readonly List<(int Field, ulong Number, byte[]? Bytes)> _fields = [];

    public WireMessage(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var key = Varint(bytes, ref at);
            var field = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    _fields.Add((field, Varint(bytes, ref at), null));
                    break;
                case 1:
                    _fields.Add((field, BitConverter.ToUInt64(bytes, at), null));
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(bytes, ref at);
                    _fields.Add((field, 0, bytes[at..(at + length)]));
                    at += length;
                    break;
                case 5:
                    _fields.Add((field, BitConverter.ToUInt32(bytes, at), null));
                    at += 4;
                    break;
                default:
                    Assert.Fail($"wire type {key & 7}");
                    break;
            }
        }
    }

    public bool Has(int field) => _fields.Exists(known => known.Field == field);

    public IReadOnlyList<WireMessage> All(int field) =>
        [.. _fields.Where(known => known.Field == field).Select(known => new WireMessage(known.Bytes!))];

    public WireMessage One(int field) => Assert.Single(All(field));

    public string Text(int field) => Encoding.UTF8.GetString(_fields.LastOrDefault(known => known.Field == field).Bytes ?? []);

    public long Whole(int field) => (long)_fields.LastOrDefault(known => known.Field == field).Number;

    public double Double(int field) => BitConverter.UInt64BitsToDouble((ulong)Whole(field));

    public float Single(int field) => BitConverter.UInt32BitsToSingle((uint)Whole(field));

    private static ulong Varint(byte[] bytes, ref int at)
    {
        var (value, shift) = (0ul, 0);
        while (true)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
            shift += 7;
        }
    }
}
