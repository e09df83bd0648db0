namespace OrleansHybrid.Cluster.Slots;

/// <summary>Programs of this machine, found by PATH alone: .NET would start one in the working folder first, which may be
/// anybody's.</summary>
internal static class ProgramOnPath
{
    /// <returns>Its full path; null where there is none.</returns>
    public static string? Find(string name) => Find(name, Environment.GetEnvironmentVariable("PATH"));

    internal static string? Find(string name, string? path) =>
        (path ?? "").Split(Path.PathSeparator)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
            .FirstOrDefault(File.Exists);
}
