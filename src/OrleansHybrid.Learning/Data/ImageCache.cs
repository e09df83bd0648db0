using System.Globalization;
using System.IO.Enumeration;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using OrleansHybrid.Learning.Augmentation;
using OrleansHybrid.Learning.Failures;

namespace OrleansHybrid.Learning.Data;

/// <summary>
/// Decoded and shrunken images on disk, as plain bytes. An entry is written aside and renamed, and it ends with its SHA-256:
/// any number of trainers may share the folder, die at any moment, and throw away what is damaged. Entries hold what decoding
/// gives, so results do not depend on the cache. A full cache takes no more images; the folder may be deleted at any time.
/// </summary>
/// <param name="directory">Its folder.</param>
/// <param name="mostBytes">What it may hold. Trainers that fill it at the same time may exceed it by a hundredth each.</param>
/// <param name="time">Tells what dead trainers left behind.</param>
public sealed class ImageCache(string directory, long mostBytes, TimeProvider time)
{
    /// <summary>Names another folder than the one beside the data, or says <c>off</c>.</summary>
    public const string FolderVariable = "ORLEANSHYBRID_CACHE";

    /// <summary>Says how many GB the cache may hold.</summary>
    public const string SizeVariable = "ORLEANSHYBRID_CACHE_GB";

    private const string FolderName = "shrunken-images", Format = "2";
    private const double DefaultGigabytes = 50;
    private const int HeaderBytes = 2 * sizeof(int);

    /// <summary>Left free on the disk, for checkpoints.</summary>
    private const long SpareBytes = 1L << 30;

    private static readonly TimeSpan LongestWrite = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private long _room, _untilCount;
    private string? _trouble;
    private bool _isClosed;

    /// <summary>The cache of a data directory as the environment wants it; null where it wants none.</summary>
    /// <exception cref="DataException">The environment gives a size that is none.</exception>
    public static ImageCache? Of(string dataDirectory) =>
        Of(dataDirectory, Environment.GetEnvironmentVariable(FolderVariable), Environment.GetEnvironmentVariable(SizeVariable));

    internal static ImageCache? Of(string dataDirectory, string? folder, string? size)
    {
        if (folder == "off") return null;
        var gigabytes = DefaultGigabytes;
        if (!string.IsNullOrEmpty(size)
            && !(double.TryParse(size, CultureInfo.InvariantCulture, out gigabytes) && gigabytes is >= 0 and < 1e9))
            throw new DataException($"The environment variable {SizeVariable} is a number of GB, not '{size}'.");
        return new(
            string.IsNullOrEmpty(folder) ? Path.Combine(dataDirectory, FolderName) : folder, (long)(1e9 * gigabytes), TimeProvider.System);
    }

    /// <summary>
    /// The entry of an image file. It names the file's stamp too, so that a file that was changed has another, and so has one of
    /// another data set with the same name, length and time.
    /// </summary>
    /// <param name="source">The file as it is now.</param>
    /// <param name="name">Its path within the data set.</param>
    /// <param name="shorterSide">What it is shrunk to.</param>
    internal string Entry(FileInfo source, string name, int shorterSide)
    {
        var stamp = FileStamp.Of(source.FullName).GetValueOrDefault();
        var identity = string.Create(
            CultureInfo.InvariantCulture,
            $"{Format}\n{shorterSide}\n{stamp.Length}\n{stamp.Modified}\n{stamp.Changed}\n{stamp.Inode}\n{name}");
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));
        return Path.Combine(directory, key[..2], key[2..]);
    }

    /// <summary>Reads an entry, and deletes it where it is damaged.</summary>
    internal static bool TryRead(string entry, FileBuffer buffer, RgbImage image)
    {
        try
        {
            if (!File.Exists(entry)) return false;
            if (TryUnpack(buffer.Read(entry), image)) return true;
            File.Delete(entry);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Gone, or not ours to read: the image is decoded.
        }

        return false;
    }

    /// <summary>Writes an entry, if there is room.</summary>
    internal void Write(string entry, RgbImage image)
    {
        try
        {
            if (!Reserve(HeaderBytes + image.Pixels.Length + SHA256.HashSizeInBytes)) return;
            Directory.CreateDirectory(Path.GetDirectoryName(entry)!);
            var aside = $"{entry}.{Path.GetRandomFileName()}";
            File.WriteAllBytes(aside, Pack(image));
            File.Move(aside, entry, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The last of them where the folder is on no drive whose space can be asked: a network path of Windows.
            lock (_lock)
            {
                if (_isClosed) return;
                _isClosed = true;
                _trouble = $"Shrunken images cannot be kept in {directory}, so they are decoded each time: {refused.Message.TrimEnd('.')}. "
                    + $"Name another folder in {FolderVariable}, or say 'off' there.";
            }
        }
    }

    /// <summary>Why the cache is out of use, once.</summary>
    internal string? TakeTrouble()
    {
        lock (_lock)
        {
            var trouble = _trouble;
            _trouble = null;
            return trouble;
        }
    }

    /// <summary>Counts the folder from time to time: other trainers fill it as well.</summary>
    private bool Reserve(int bytes)
    {
        lock (_lock)
        {
            if (_isClosed) return false;
            if (_untilCount < bytes)
            {
                Directory.CreateDirectory(directory);
                var free = new DriveInfo(Path.GetFullPath(directory)).AvailableFreeSpace - SpareBytes;
                (_room, _untilCount) = (Math.Min(mostBytes - Held(), free), Math.Max(bytes, mostBytes / 100));
            }

            _isClosed = _room < bytes;
            (_room, _untilCount) = (_room - bytes, _untilCount - bytes);
            return !_isClosed;
        }
    }

    /// <summary>Bytes in the folder, after what dead trainers left unfinished is deleted.</summary>
    private long Held()
    {
        var files = new FileSystemEnumerable<(string Path, long Length, DateTimeOffset Written)>(
            directory,
            (ref entry) => (entry.ToFullPath(), entry.Length, entry.LastWriteTimeUtc),
            new() { RecurseSubdirectories = true })
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
        };
        var held = 0L;
        foreach (var (path, length, written) in files)
        {
            if (Path.HasExtension(path) && time.GetUtcNow() - written > LongestWrite) File.Delete(path);
            else held += length;
        }

        return held;
    }

    private static byte[] Pack(RgbImage image)
    {
        var content = GC.AllocateUninitializedArray<byte>(HeaderBytes + image.Pixels.Length + SHA256.HashSizeInBytes);
        MemoryMarshal.Write(content, image.Width);
        MemoryMarshal.Write(content.AsSpan(sizeof(int)), image.Height);
        image.Pixels.CopyTo(content.AsSpan(HeaderBytes));
        SHA256.HashData(
            content.AsSpan(0, content.Length - SHA256.HashSizeInBytes), content.AsSpan(content.Length - SHA256.HashSizeInBytes));
        return content;
    }

    private static bool TryUnpack(ReadOnlySpan<byte> content, RgbImage image)
    {
        if (content.Length < HeaderBytes + SHA256.HashSizeInBytes) return false;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content[..^SHA256.HashSizeInBytes], hash);
        if (!hash.SequenceEqual(content[^SHA256.HashSizeInBytes..])) return false;
        image.Resize(MemoryMarshal.Read<int>(content), MemoryMarshal.Read<int>(content[sizeof(int)..]));
        content[HeaderBytes..^SHA256.HashSizeInBytes].CopyTo(image.Pixels);
        return true;
    }
}
