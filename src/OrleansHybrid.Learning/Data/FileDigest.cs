using System.Buffers;
using System.Security.Cryptography;

namespace OrleansHybrid.Learning.Data;

/// <summary>SHA-256 of a file's content, or of its begin, middle and end.</summary>
internal static class FileDigest
{
    /// <summary>Bytes of each of the three parts.</summary>
    public const int PartBytes = 16 * 1024;

    private const int BufferBytes = 128 * 1024;

    /// <param name="length">What the file is known to have.</param>
    /// <param name="isWhole">Whether every byte counts; else the three parts of a file that has more than these.</param>
    /// <param name="digest">32 bytes.</param>
    /// <exception cref="IOException">It cannot be read, or does not have that length any more.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    public static void Of(string path, long length, bool isWhole, Span<byte> digest)
    {
        var isSampled = !isWhole && length > 3 * PartBytes;
        using var file = File.OpenHandle(path, options: isSampled ? FileOptions.RandomAccess : FileOptions.SequentialScan);
        if (RandomAccess.GetLength(file) != length) throw new IOException("it is being written");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            if (isSampled)
            {
                foreach (var start in (long[])[0, (length - PartBytes) / 2, length - PartBytes]) Append(start, PartBytes);
            }
            else
            {
                for (var done = 0L; done < length; done += BufferBytes) Append(done, (int)Math.Min(BufferBytes, length - done));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        hash.GetHashAndReset(digest);

        void Append(long start, int count)
        {
            for (var done = 0; done < count;)
            {
                var read = RandomAccess.Read(file, buffer.AsSpan(0, count - done), start + done);
                if (read == 0) throw new IOException("it is being written");
                hash.AppendData(buffer, 0, read);
                done += read;
            }
        }
    }
}
