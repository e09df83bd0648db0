namespace OrleansHybrid.Sweeps.Checkpoints;

/// <summary>
/// Files from untrusted sources. A pipe blocks its reader for ever and a device may never end, but neither has a length.
/// Therefore the length is read before a file is opened, and no more than that is read. Links are followed.
/// </summary>
public static class PlainFile
{
    /// <summary>The description of a file without a length.</summary>
    internal const string Nothing = "empty, or a pipe or a device";

    /// <returns>The size of the file in bytes; 0 if it is not a regular file.</returns>
    /// <exception cref="InvalidDataException">There is no file; the message says what was found instead.</exception>
    public static long LengthOf(string path)
    {
        var (name, file) = (Path.GetFileName(path), new FileInfo(path));
        try
        {
            // A link has a length of its own.
            if (file.LinkTarget is { } target && !(file = new(file.ResolveLinkTarget(returnFinalTarget: true)!.FullName)).Exists)
                throw new InvalidDataException($"{name} is a link to {target}, which is not a file");
        }
        catch (IOException circle)
        {
            throw new InvalidDataException($"{name} is a link to itself", circle);
        }

        if (file.Exists) return file.Length;
        throw new InvalidDataException(Directory.Exists(path) ? $"{name} is a folder" : $"{name} is missing");
    }

    /// <exception cref="InvalidDataException">
    /// There is no file, it is larger than <paramref name="mostBytes"/>, or it was truncated while it was read.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read the file.</exception>
    public static byte[] Read(string path, long mostBytes)
    {
        var length = LengthOf(path);
        if (length == 0) throw new InvalidDataException($"{Path.GetFileName(path)} is {Nothing}");
        if (length > mostBytes)
            throw new InvalidDataException($"{Path.GetFileName(path)} has {length} bytes, more than the {mostBytes} that are allowed");
        return ReadStart(path, (int)length);
    }

    /// <summary>The first bytes of a file that has at least this number.</summary>
    /// <inheritdoc cref="Read"/>
    public static byte[] ReadStart(string path, int count)
    {
        using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        var bytes = GC.AllocateUninitializedArray<byte>(count);
        for (var filled = 0; filled < count;)
        {
            var read = RandomAccess.Read(file, bytes.AsSpan(filled), filled);
            if (read == 0) throw new InvalidDataException($"{Path.GetFileName(path)} was cut off while it was read");
            filled += read;
        }

        return bytes;
    }
}
