using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OrleansHybrid.Cli.Tests.Deployment;

/// <summary>What an image builder would refuse in a Dockerfile, or build into an image that does not start.</summary>
internal static partial class DockerfileFaults
{
    // Of the base image's environment.
    private static readonly string[] Given = ["APP_UID", "PATH"];

    private static readonly string[] Mounts = ["bind", "cache", "secret", "ssh", "tmpfs"];

    private static readonly string[] Ignored = File.ReadAllLines(Repository.PathOf(".dockerignore"));

    /// <returns>What dockerfile-utils says of the grammar, and what it does not look at.</returns>
    public static async Task<IReadOnlyList<string>> Of(string text)
    {
        var folder = Directory.CreateTempSubdirectory("hybrid-");
        try
        {
            var file = Path.Combine(folder.FullName, "Dockerfile");
            await File.WriteAllTextAsync(file, text);
            var (_, complaints) = await Tool.Require("dockerfile-utils").Run("lint", file);
            return [.. complaints.Length == 0 ? [] : (string[])[complaints], .. References(Dockerfile.Parse(text))];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> References(Dockerfile file)
    {
        var targets = Target().Matches(Repository.Read("docker-compose.yml")).Select(match => match.Groups[1].Value).ToHashSet();
        foreach (var missing in targets.Where(target => file.Stages.All(stage => stage.Name != target)))
            yield return $"there is no target {missing}";
        for (var i = 0; i < file.Stages.Count; i++)
        {
            var stage = file.Stages[i];
            var before = file.Stages.Take(i).Select(other => other.Name).ToArray();
            if (!before.Contains(stage.From) && !Tagged().IsMatch(stage.From))
                yield return $"{stage.Name}: {stage.From} is no stage before it and has no tag of its own";
            foreach (var used in stage.Steps.Select(step => step.Option("from")).OfType<string>().Where(used => !before.Contains(used)))
                yield return $"{stage.Name}: there is no stage {used} to copy from";
            if (!targets.Contains(stage.Name)
                && !file.Stages.Any(other => other.From == stage.Name || other.Steps.Any(step => step.Option("from") == stage.Name)))
                yield return $"{stage.Name}: nothing uses it";
            foreach (var fault in Steps(file, stage)) yield return $"{stage.Name}: {fault}";
            if (!targets.Contains(stage.Name)) continue;
            if (file.Last(stage, "USER") is null or "root" or "0") yield return $"{stage.Name}: it runs as root";
            if (!IsExecForm(file.Last(stage, "ENTRYPOINT"))) yield return $"{stage.Name}: a shell stands between it and its signals";
        }
    }

    private static IEnumerable<string> Steps(Dockerfile file, Dockerfile.Stage stage)
    {
        // Arguments end with their stage, in some builders even where another builds on it; the environment goes on.
        string[] known = [.. Given, .. stage.Names("ARG"), .. file.Lineage(stage).SelectMany(other => other.Names("ENV"))];
        foreach (var step in stage.Steps)
        {
            foreach (var variable in Variable().Matches(step.Text).Select(match => match.Groups[1].Value).Except(known))
                yield return $"there is no {variable}";
            if (step.Instruction is "ADD") yield return "COPY does not unpack or download, as ADD does";
            if (step.Option("mount") is { } mount && !Mounts.Any(type => mount.StartsWith($"type={type},", StringComparison.Ordinal)))
                yield return $"there is no mount {mount}";
            if (step.Instruction is "EXPOSE")
                foreach (var port in step.Words.Where(port => int.Parse(port, CultureInfo.InvariantCulture) is < 1 or > 65535))
                    yield return $"there is no port {port}";
            if (step.Instruction is not "COPY" || step.Option("from") is not null) continue;
            foreach (var source in step.Words[..^1])
            {
                if (!Path.Exists(Repository.PathOf(source))) yield return $"{source} is not in the repository";
                else if (!Ignored.Contains($"!{source}")) yield return $"{source} is ignored by .dockerignore";
            }
        }
    }

    private static bool IsExecForm(string? command)
    {
        try
        {
            return command is not null && JsonSerializer.Deserialize<string[]>(command) is { Length: > 0 };
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"target: (\w+)\}")]
    private static partial Regex Target();

    [GeneratedRegex(@"\$\{?(\w+)")]
    private static partial Regex Variable();

    [GeneratedRegex(@":(?!latest$)[\w.-]+$")]
    private static partial Regex Tagged();
}
