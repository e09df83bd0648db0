using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;
using OrleansHybrid.Cli.Exports.TensorBoard.Messages;

namespace OrleansHybrid.Cli.Exports.TensorBoard;

/// <summary>
/// An event file of TensorBoard: records, each with its length and the checksums of length and content (TFRecord). Source:
/// tensorboard/summary/writer/record_writer.py.
/// </summary>
internal sealed class EventFile : IDisposable
{
    private readonly FileStream _file;

    public EventFile(string path, DateTimeOffset made)
    {
        _file = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16);
        Write(new Event { WallTime = SecondsOf(made), FileVersion = "brain.Event:2" });
    }

    public static double SecondsOf(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    public void Write(Event record)
    {
        var content = record.ToByteArray();
        Span<byte> head = stackalloc byte[12], foot = stackalloc byte[4];
        BinaryPrimitives.WriteInt64LittleEndian(head, content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], Checksum(head[..8]));
        BinaryPrimitives.WriteUInt32LittleEndian(foot, Checksum(content));
        _file.Write(head);
        _file.Write(content);
        _file.Write(foot);
    }

    public void Dispose() => _file.Dispose();

    // CRC-32C, masked: a checksum over bytes that hold a checksum of their own would be weak.
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes) crc = BitOperations.Crc32C(crc, value);
        return BitOperations.RotateRight(~crc, 15) + 0xa282ead8;
    }
}
