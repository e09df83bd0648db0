using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Learning.Data;

/// <summary>
/// All files of a data set, and the fingerprint of what they hold: of the classes' names, of every image's label, and of each
/// file's path within the data set, length and content. Data sets of up to <see cref="MostWholeBytes"/> are read whole; of
/// larger ones each file's begin, middle and end.
/// </summary>
/// <param name="time">Tells whether a file was changed only a moment ago.</param>
internal sealed class DataFiles(
    DatasetName dataset, DataSplits splits, FingerprintCache cache, TimeProvider time, long mostWholeBytes = DataFiles.MostWholeBytes)
{
    /// <summary>What a disk and a processor read and hash in less than a minute.</summary>
    public const long MostWholeBytes = 8_000_000_000;

    // Two changes within this time may have the same time of change.
    private static readonly TimeSpan Granule = TimeSpan.FromSeconds(2);

    private readonly IImageSource[] _splits = [splits.Train, splits.Test];
    private readonly string[] _paths =
    [
        .. from split in new[] { splits.Train, splits.Test } from name in split.Files.Names select Path.Combine(split.Files.Root, name),
    ];

    /// <summary>Finds the fingerprint in the cache, or reads the files.</summary>
    /// <exception cref="DataException">Files are missing or cannot be read.</exception>
    public DataFingerprint Fingerprint()
    {
        var begun = time.GetUtcNow();
        var stamps = Stamps();
        var key = Convert.ToHexStringLower(Hash("stamps 1", FileStamp.Bytes, (file, bytes) => stamps[file].Write(bytes)));
        if (cache.Find(key) is { } cached) return cached;

        var isSampled = stamps.Sum(stamp => stamp.Length) > mostWholeBytes;
        var digests = Digests(stamps, isSampled);
        var hash = Hash(
            isSampled ? "data 1, sampled" : "data 1", SHA256.HashSizeInBytes, (file, bytes) => Digest(digests, file).CopyTo(bytes));
        var fingerprint = DataFingerprint.Of(hash, isSampled);
        // What was changed meanwhile, or would not show if it were changed now, has to be read again the next time.
        if (stamps.All(stamp => begun - stamp.LastChange > Granule) && stamps.SequenceEqual(Stamps())) cache.Keep(key, fingerprint);
        return fingerprint;
    }

    private FileStamp[] Stamps()
    {
        var (stamps, missing) = (new FileStamp[_paths.Length], new ConcurrentBag<int>());
        Parallel.For(0, _paths.Length, file =>
        {
            if (FileStamp.Of(_paths[file]) is { } stamp) stamps[file] = stamp;
            else missing.Add(file);
        });
        return missing.IsEmpty ? stamps : throw new DataException(
            $"{missing.Count:N0} of {_paths.Length:N0} files of {dataset.Spelled()} are missing, the first is {_paths[missing.Min()]}. "
                + $"{_splits[0].Files.Remedy}");
    }

    private byte[] Digests(FileStamp[] stamps, bool isSampled)
    {
        var (digests, faults) = (new byte[(long)_paths.Length * SHA256.HashSizeInBytes], new ConcurrentDictionary<int, string>());
        Parallel.For(0, _paths.Length, file =>
        {
            if (!stamps[file].IsRegular) return;
            try
            {
                FileDigest.Of(_paths[file], stamps[file].Length, isWhole: !isSampled, Digest(digests, file));
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                faults[file] = unreadable.Message;
            }
        });
        return faults.IsEmpty ? digests : throw new DataException(
            $"{faults.Count:N0} of {_paths.Length:N0} files of {dataset.Spelled()} cannot be read, the first is "
                + $"{_paths[faults.Keys.Min()]}: "
            + $"{faults[faults.Keys.Min()].TrimEnd('.')}. Let this user read it, or take it away.");
    }

    private static Span<byte> Digest(byte[] digests, int file) => digests.AsSpan(file * SHA256.HashSizeInBytes, SHA256.HashSizeInBytes);

    /// <param name="form">What is hashed, and how: to be changed with it.</param>
    /// <param name="bytes">How many are taken of a file.</param>
    /// <param name="write">Gives them.</param>
    private byte[] Hash(string form, int bytes, Action<int, Span<byte>> write)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (taken, file) = (new byte[bytes], 0);
        Append($"{form}\n{dataset.Spelled()}");
        foreach (var split in _splits)
        {
            foreach (var name in split.ClassNames) Append(name);
            Append($"{split.Labels.Length} images, {split.Files.Names.Count} files");
            hash.AppendData(MemoryMarshal.AsBytes<int>(split.Labels));
            foreach (var name in split.Files.Names)
            {
                Append(name);
                write(file++, taken);
                hash.AppendData(taken);
            }
        }

        return hash.GetHashAndReset();

        // No name has a NUL in it.
        void Append(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + '\0'));
    }
}
