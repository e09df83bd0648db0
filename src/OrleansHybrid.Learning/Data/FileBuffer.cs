namespace OrleansHybrid.Learning.Data;

/// <summary>Reads whole files into memory that is used again for the next one.</summary>
internal sealed class FileBuffer
{
    private byte[] _bytes = [];

    /// <returns>The file's bytes, until the next one is read.</returns>
    /// <exception cref="IOException">It cannot be read, or does not fit into memory.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it.</exception>
    public Span<byte> Read(string path)
    {
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        if (length > Array.MaxLength) throw new IOException($"{path} has {length:N0} bytes, more than fit into memory");
        if (_bytes.Length < length) _bytes = GC.AllocateUninitializedArray<byte>((int)length);
        var bytes = _bytes.AsSpan(0, (int)length);
        for (var done = 0; done < bytes.Length;)
        {
            var read = RandomAccess.Read(file, bytes[done..], done);
            if (read == 0) return bytes[..done];
            done += read;
        }

        return bytes;
    }
}
