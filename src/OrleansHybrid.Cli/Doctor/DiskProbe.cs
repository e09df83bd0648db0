using System.Diagnostics;

namespace OrleansHybrid.Cli.Doctor;

/// <summary>What a folder's disk does with small files that must survive a power cut.</summary>
/// <param name="Folder">The folder, or the nearest one above that exists.</param>
/// <param name="Flush">The median time of a durable write of 4 KiB.</param>
/// <param name="Free">Bytes that this user may still write.</param>
internal sealed record DiskProbe(string Folder, TimeSpan Flush, long Free)
{
    private const int Flushes = 9, SmallBytes = 4096, LargeBytes = 8 << 20;

    /// <summary>Writes into a file that is gone afterwards.</summary>
    /// <exception cref="IOException">The folder cannot be written, or not by this user.</exception>
    public static DiskProbe Measure(string folder)
    {
        var there = Path.GetFullPath(folder);
        while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } above) there = above;
        var path = Path.Combine(there, $".orleanshybrid-doctor-{Guid.NewGuid():N}");
        try
        {
            return new(there, Flushed(path), new DriveInfo(there).AvailableFreeSpace);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            if (refused is FileNotFoundException) throw new IOException("no file can be created there", refused);
            // Nobody knows that file.
            var message = refused.Message.Replace($" : '{path}'", "", StringComparison.Ordinal);
            throw new IOException(message.Replace(path, there, StringComparison.Ordinal), refused);
        }
    }

    private static TimeSpan Flushed(string path)
    {
        using var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, options: FileOptions.DeleteOnClose);
        // A full disk shows here, and so does a quota, of which the free space does not tell.
        RandomAccess.Write(file, new byte[LargeBytes], 0);
        RandomAccess.FlushToDisk(file);
        var times = new TimeSpan[Flushes];
        for (var i = 0; i < Flushes; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            RandomAccess.Write(file, new byte[SmallBytes], i * SmallBytes);
            RandomAccess.FlushToDisk(file);
            times[i] = Stopwatch.GetElapsedTime(begun);
        }

        return times.Order().ElementAt(Flushes / 2);
    }
}
