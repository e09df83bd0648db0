using System.CommandLine;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Definition.Yaml;

namespace OrleansHybrid.Cli.Options;

/// <summary>The sweep file of a command, read and validated.</summary>
/// <param name="Yaml">The text with the person's changes.</param>
internal sealed record SweepFile(string Path, string Yaml, SweepDefinition Definition)
{
    /// <summary>The person's changes, each <c>key=value</c>.</summary>
    public IReadOnlyList<string> Settings { get; private init; } = [];

    /// <summary>The file and its changes as words of another command, so that its hint refers to the same sweep.</summary>
    public IEnumerable<string> Words => [Path, .. Settings.SelectMany(setting => new[] { "--set", setting })];

    public static Argument<string> Argument() => new("FILE") { Description = "The sweep file (YAML)." };

    /// <param name="path">The file's path.</param>
    /// <param name="settings">The person's changes, each <c>key=value</c>.</param>
    /// <exception cref="UserException">The file cannot be read, or a change is malformed.</exception>
    /// <exception cref="InvalidSweepException">The file cannot run.</exception>
    public static SweepFile Read(string path, params string[] settings)
    {
        var yaml = ReadText(path);
        return settings.Length == 0 ? new(path, yaml, new SweepText(yaml, path).Parse()) : Changed(path, yaml, settings, "--set");
    }

    /// <summary>A sweep file's text with changes.</summary>
    /// <param name="by">The option or command that makes the changes, for messages.</param>
    /// <exception cref="UserException">A change is malformed.</exception>
    /// <exception cref="InvalidSweepException">The changed file cannot run.</exception>
    public static SweepFile Changed(string path, string yaml, string[] settings, string by)
    {
        try
        {
            var definition = new SweepText(yaml, $"{path} with {by} {string.Join(' ', settings)}").Parse(settings);
            return new(path, SweepOverrides.Apply(yaml, settings), definition) { Settings = settings };
        }
        catch (ArgumentException mistake)
        {
            throw new UserException($"{by}: {mistake.Message}", mistake);
        }
    }

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UserException(
                $"Cannot read the sweep file {path}: {failure.Message} Name an existing file, such as sweeps/quickstart.yaml.",
                failure);
        }
    }
}
