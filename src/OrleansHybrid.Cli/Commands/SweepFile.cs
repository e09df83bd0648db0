using System.CommandLine;
using OrleansHybrid.Sweeps.Definition;

namespace OrleansHybrid.Cli.Commands;

/// <summary>The sweep file that a person names, read and checked.</summary>
internal sealed record SweepFile(string Path, string Yaml, SweepDefinition Definition)
{
    public static Argument<string> Argument() => new("FILE") { Description = "The sweep file (YAML)." };

    /// <exception cref="UserException">The file cannot be read.</exception>
    /// <exception cref="InvalidSweepException">The file cannot run.</exception>
    public static SweepFile Read(string path)
    {
        try
        {
            var yaml = File.ReadAllText(path);
            return new(path, yaml, SweepDefinition.Parse(yaml, path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UserException(
                $"Cannot read the sweep file {path}: {failure.Message} Name an existing file, such as sweeps/quickstart.yaml.",
                failure);
        }
    }
}
