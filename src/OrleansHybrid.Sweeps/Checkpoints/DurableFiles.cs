using System.Runtime.InteropServices;

namespace OrleansHybrid.Sweeps.Checkpoints;

/// <summary>Files and folder entries that survive a power cut: each call returns when they are on disk.</summary>
public static partial class DurableFiles
{
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, preallocationSize: bytes.Length);
        RandomAccess.Write(file, bytes, 0);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Creates the folder and its missing parents.</summary>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path)) return;
        var parent = Path.GetDirectoryName(Path.GetFullPath(path));
        if (parent is not null) CreateFolder(parent);
        Directory.CreateDirectory(path);
        if (parent is not null) FlushFolder(parent);
    }

    /// <summary>Makes the folder's entries (new, renamed and deleted files) durable. Windows does so by itself.</summary>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        var folder = Open(path, 0);
        if (folder < 0) throw new IOException($"cannot open the folder '{path}': {Marshal.GetLastPInvokeErrorMessage()}");
        try
        {
            // Some network file systems cannot flush a folder and say EINVAL: there is nothing more to be done then.
            const int invalid = 22;
            if (Flush(folder) < 0 && Marshal.GetLastPInvokeError() != invalid)
                throw new IOException($"cannot flush the folder '{path}': {Marshal.GetLastPInvokeErrorMessage()}");
        }
        finally
        {
            _ = Close(folder);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int file);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);
}
