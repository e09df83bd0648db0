using System.Security.Cryptography;
using System.Text;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Data;

/// <summary>
/// Fingerprints of data by the stamps of its files: data is read once. An entry is a small file under the name of the stamps,
/// written aside and renamed, so that any number of trainers may share a folder; one that is damaged counts as none.
/// </summary>
/// <param name="folders">Where entries lie: the first that can be written takes new ones.</param>
internal sealed class FingerprintCache(params string[] folders)
{
    private const string FolderName = "fingerprints";

    /// <summary>
    /// Beside the data, or in the folder of shrunken images where the environment names one; and for this user, where that
    /// folder may not be written.
    /// </summary>
    public static FingerprintCache Of(string dataDirectory) =>
        Of(dataDirectory, Environment.GetEnvironmentVariable(ImageCache.FolderVariable), UsersOwn());

    internal static FingerprintCache Of(string dataDirectory, string? folder, string? usersOwn)
    {
        var beside = folder == "off" ? null : string.IsNullOrEmpty(folder) ? dataDirectory : folder;
        return new([.. new[] { beside, usersOwn }.OfType<string>().Select(place => Path.Combine(place, FolderName))]);
    }

    /// <param name="stamps">Hash of all that the file system says of the files.</param>
    public DataFingerprint? Find(string stamps)
    {
        foreach (var folder in folders)
        {
            try
            {
                var entry = Path.Combine(folder, stamps);
                if (File.Exists(entry) && File.ReadAllText(entry).Split(' ') is [var text, var check]
                    && check == Check(stamps, text) && DataFingerprint.TryParse(text, out var fingerprint)) return fingerprint;
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                // Gone, or not ours to read.
            }
        }

        return null;
    }

    public void Keep(string stamps, DataFingerprint fingerprint)
    {
        foreach (var folder in folders)
        {
            try
            {
                Directory.CreateDirectory(folder);
                var entry = Path.Combine(folder, stamps);
                var aside = $"{entry}.{Path.GetRandomFileName()}";
                File.WriteAllText(aside, $"{fingerprint.Value} {Check(stamps, fingerprint.Value)}");
                File.Move(aside, entry, overwrite: true);
                return;
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                // The next folder, or no entry at all: the data is read again then.
            }
        }
    }

    private static string Check(string stamps, string fingerprint) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{stamps} {fingerprint}")));

    /// <returns>Null where this user has no such folder: never one in the working folder.</returns>
    private static string? UsersOwn()
    {
        var caches = OperatingSystem.IsWindows()
            ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named ? named
            : Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home ? Path.Combine(home, ".cache") : "";
        return Path.IsPathRooted(caches) ? Path.Combine(caches, "orleanshybrid") : null;
    }
}
