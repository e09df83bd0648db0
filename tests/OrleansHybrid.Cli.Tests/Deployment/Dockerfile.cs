using System.Text.RegularExpressions;

namespace OrleansHybrid.Cli.Tests.Deployment;

/// <summary>The stages of a Dockerfile and their instructions, without comments and line ends.</summary>
internal sealed partial record Dockerfile(IReadOnlyList<Dockerfile.Stage> Stages)
{
    public static Dockerfile Parse(string text)
    {
        var lines = LineEnd()
            .Replace(Comment().Replace(text, ""), " ")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var steps = lines.Select(line => new Step(line.Split(' ')[0], line[(line.IndexOf(' ') + 1)..].Trim())).ToArray();
        var defaults = steps.TakeWhile(step => step.Instruction != "FROM")
            .Select(step => step.Text.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[^1]);
        var stages = new List<Stage>();
        foreach (var step in steps.SkipWhile(step => step.Instruction != "FROM"))
        {
            if (step.Instruction == "FROM")
                stages.Add(
                    new(
                        step.Words[^1],
                        Variable().Replace(step.Words[0], match => defaults.GetValueOrDefault(match.Groups[1].Value, "")),
                        []));
            else stages[^1].Steps.Add(step);
        }

        return new(stages);
    }

    /// <returns>The stage and those that it builds on, the nearest first.</returns>
    public IEnumerable<Stage> Lineage(Stage stage)
    {
        for (
            var next = stage; next is not null; next = Stages
                .TakeWhile(other => other != next)
                .FirstOrDefault(other => other.Name == next.From))
            yield return next;
    }

    /// <returns>What the instruction says that holds at the end of the stage.</returns>
    public string? Last(Stage stage, string instruction) =>
        Lineage(stage)
            .Select(other => other.Steps.LastOrDefault(step => step.Instruction == instruction))
            .FirstOrDefault(step => step is not null)?.Text;

    [GeneratedRegex(@"(?m)^\s*#.*\n")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\\[ \t]*\n")]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"\$\{(\w+)\}")]
    private static partial Regex Variable();

    /// <param name="From">An image or an earlier stage.</param>
    internal sealed record Stage(string Name, string From, List<Step> Steps)
    {
        /// <returns>The names that ARG or ENV instructions define.</returns>
        public IEnumerable<string> Names(string instruction) =>
            Steps.Where(step => step.Instruction == instruction).SelectMany(step => step.Words).Select(word => word.Split('=')[0]);
    }

    internal sealed record Step(string Instruction, string Text)
    {
        /// <summary>All that are no options.</summary>
        public string[] Words =>
            [.. Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.StartsWith("--", StringComparison.Ordinal))];

        public string? Option(string name) =>
            Text.Split(' ').FirstOrDefault(word => word.StartsWith($"--{name}=", StringComparison.Ordinal))?.Split('=', 2)[1];
    }
}
