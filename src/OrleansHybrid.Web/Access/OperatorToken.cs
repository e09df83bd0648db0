using System.Security.Cryptography;

namespace OrleansHybrid.Web.Access;

/// <summary>The secret of a state folder that permits changes: a file that only its owner can read.</summary>
public static class OperatorToken
{
    private const string FileName = "operator-token";

    private const int Bytes = 24;

    /// <summary>Reads the token of a folder, or creates one.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder cannot be written.</exception>
    public static string Of(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        if (Read(path) is { } known) return known;
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
        // Moved to its place whole: another process may read it meanwhile.
        var fresh = $"{path}.{Environment.ProcessId}.new";
        using (var writer = new StreamWriter(new FileStream(fresh, options))) writer.Write(token);
        File.Move(fresh, path, overwrite: true);
        return token;
    }

    /// <returns>The token of a folder; null if it has none, or if this user may not read it.</returns>
    public static string? Find(string folder)
    {
        try
        {
            return Read(Path.Combine(folder, FileName));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Read(string path) =>
        File.Exists(path) && File.ReadAllText(path).Trim() is { Length: 2 * Bytes } token ? token : null;
}
