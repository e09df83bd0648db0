using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace OrleansHybrid.Learning.Data;

/// <summary>
/// The facts that the file system keeps of a file, so that a file that was replaced or changed has another stamp, also where its name,
/// size and time of modification were kept. Linux tells the inode and when that was changed last, which no program can set
/// back; elsewhere the time of the file's creation has to do.
/// </summary>
/// <param name="Length">Bytes.</param>
/// <param name="Modified">Ticks of 100 ns since the year 1, UTC.</param>
/// <param name="Changed">Nanoseconds since 1970 on Linux, and elsewhere ticks of the creation.</param>
/// <param name="Inode">0 where there is none.</param>
/// <param name="IsRegular">Whether it has content: a pipe or a device, or a link to one, has none that may be read.</param>
internal readonly record struct FileStamp(long Length, long Modified, long Changed, ulong Inode, bool IsRegular)
{
    public const int Bytes = (4 * sizeof(long)) + 1;

    /// <summary>When the file became what it is, as far as the system tells.</summary>
    public DateTimeOffset LastChange =>
        OperatingSystem.IsLinux() ? DateTimeOffset.UnixEpoch.AddTicks(Changed / 100) : new(Math.Max(Changed, Modified), TimeSpan.Zero);

    /// <returns>Null where there is no such file. Links are followed.</returns>
    public static FileStamp? Of(string path)
    {
        if (OperatingSystem.IsLinux() && StatusOnLinux(path) is { } stamp) return stamp;
        var file = new FileInfo(path);
        return file.Exists ? new(file.Length, file.LastWriteTimeUtc.Ticks, file.CreationTimeUtc.Ticks, 0, IsRegular: true) : null;
    }

    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt64LittleEndian(destination, Length);
        BinaryPrimitives.WriteInt64LittleEndian(destination[8..], Modified);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], Changed);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..], Inode);
        destination[32] = IsRegular ? (byte)1 : (byte)0;
    }

    private static FileStamp? StatusOnLinux(string path)
    {
        const int WorkingFolder = -100, BasicFields = 0x7ff, TypeMask = 0xf000, RegularFile = 0x8000;
        // The structure is the same on every processor: linux/stat.h.
        Span<byte> status = stackalloc byte[256];
        try
        {
            if (Native.Status(WorkingFolder, path, 0, BasicFields, ref MemoryMarshal.GetReference(status)) != 0) return null;
        }
        catch (EntryPointNotFoundException)
        {
            // An older C library.
            return null;
        }

        return new(
            MemoryMarshal.Read<long>(status[40..]),
            DateTime.UnixEpoch.Ticks + (Nanoseconds(status[112..]) / 100),
            Nanoseconds(status[96..]),
            MemoryMarshal.Read<ulong>(status[32..]),
            (MemoryMarshal.Read<ushort>(status[28..]) & TypeMask) == RegularFile);
    }

    private static long Nanoseconds(ReadOnlySpan<byte> time) =>
        (MemoryMarshal.Read<long>(time) * 1_000_000_000) + MemoryMarshal.Read<uint>(time[8..]);
}

/// <summary>The C library.</summary>
internal static partial class Native
{
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Status(int folder, string path, int flags, uint fields, ref byte status);
}
