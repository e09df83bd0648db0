using System.Globalization;

namespace OrleansHybrid.Silo.Machine;

/// <summary>
/// A lock that permits one silo at a time on a state folder. The operating system releases it when the process ends, however it ends.
/// </summary>
internal sealed class StateLock : IDisposable
{
    private readonly FileStream _lock;

    private StateLock(FileStream file) => _lock = file;

    /// <param name="folder">The folder; created if it is missing.</param>
    /// <exception cref="SiloException">Another silo uses the folder, or it cannot be used.</exception>
    public static StateLock Take(string folder)
    {
        // A locked file cannot be read everywhere, so the holder's number lies beside it.
        var (lockFile, holderFile) = (Path.Combine(folder, "silo.lock"), Path.Combine(folder, "silo.pid"));
        try
        {
            Directory.CreateDirectory(folder);
            var held = Hold(lockFile) ?? throw InUse(folder, holderFile);
            File.WriteAllText(holderFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new(held);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new SiloException(
                $"{folder}: the state folder cannot be used: {cause.Message} Make it writable for this user, or choose another.",
                cause);
        }
    }

    /// <summary>True if a silo works on the folder now.</summary>
    public static bool IsHeld(string folder)
    {
        var lockFile = Path.Combine(folder, "silo.lock");
        if (!File.Exists(lockFile)) return false;
        try
        {
            using var held = Hold(lockFile);
            return held is null;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream? Hold(string file)
    {
        try
        {
            return new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(file))
        {
            return null;
        }
    }

    private static SiloException InUse(string folder, string holderFile)
    {
        var holder = File.Exists(holderFile) ? $"process {File.ReadAllText(holderFile)}" : "another process";
        return new($"{folder}: {holder} already works on this state folder. Wait for it or stop it, or choose another state folder.");
    }
}
