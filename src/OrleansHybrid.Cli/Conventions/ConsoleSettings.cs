using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace OrleansHybrid.Cli.Conventions;

/// <summary>
/// Defaults of options. An option's value comes from the command line, else from an environment variable, else from the settings file.
/// That is <c>ORLEANSHYBRID_CONFIG</c>, or <c>orleanshybrid/config.yaml</c> in the user's configuration folder (<c>~/.config</c>), with
/// the keys below.
/// </summary>
internal static class ConsoleSettings
{
    public const string ClusterKey = "cluster", StateKey = "state", CheckpointsKey = "checkpoints", DataKey = "data", TlsKey = "tls";

    private static readonly string[] Keys = [ClusterKey, StateKey, CheckpointsKey, DataKey, TlsKey];

    private static readonly Lazy<Dictionary<string, string>> File = new(Read);

    /// <returns>Null if neither has a value.</returns>
    /// <exception cref="UserException">The settings file cannot be read.</exception>
    public static string? Find(string key) =>
        Environment.GetEnvironmentVariable("ORLEANSHYBRID_" + key.ToUpperInvariant()) is { Length: > 0 } setting
            ? setting
            : File.Value.GetValueOrDefault(key);

    /// <summary>The file that is read unless another is given.</summary>
    /// <param name="userFolder">The user's configuration folder; empty or relative if the system does not know it.</param>
    /// <returns>Null if there is none: a file in the working folder could be anybody's, and must not choose the cluster.</returns>
    internal static string? DefaultPath(string userFolder) =>
        Path.IsPathFullyQualified(userFolder) ? Path.Combine(userFolder, "orleanshybrid", "config.yaml") : null;

    private static Dictionary<string, string> Read()
    {
        var named = Environment.GetEnvironmentVariable("ORLEANSHYBRID_CONFIG");
        var path = named is { Length: > 0 }
            ? named
            : DefaultPath(
                Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify));
        if (path is null || !System.IO.File.Exists(path))
            return named is { Length: > 0 }
                ? throw new UserException($"ORLEANSHYBRID_CONFIG names {path}, and there is no such file.")
                : [];
        try
        {
            var settings = new DeserializerBuilder().Build().Deserialize<Dictionary<string, string>?>(System.IO.File.ReadAllText(path))
                ?? [];
            return settings.Keys.Except(Keys).FirstOrDefault() is { } unknown
                ? throw new UserException($"{path}: '{unknown}' is not a setting of the console; known are {string.Join(", ", Keys)}.")
                : settings;
        }
        catch (Exception failure) when (failure is YamlException or IOException or UnauthorizedAccessException)
        {
            throw new UserException(
                $"Cannot read the settings file of the console, {path}: {failure.Message} Write lines such as "
                    + "'cluster: redis:10.0.0.5:6379'.",
                failure);
        }
    }
}
