using System.Text.Json;

namespace OrleansHybrid.EndToEnd;

/// <summary>Who may reference whom, read from what each project really restored: transitive packages count.</summary>
public class ReferenceRulesTests
{
    private static readonly Dictionary<string, string[]> AllowedProjects = new()
    {
        ["Sweeps"] = [],
        ["Learning"] = ["Sweeps"],
        ["TrainerCommands"] = ["Sweeps"],
        ["Trainer"] = ["TrainerCommands", "Learning", "Sweeps"],
        ["Cluster"] = ["Sweeps"],
        ["Silo"] = ["Cluster", "Sweeps"],
        ["Cli"] = ["TrainerCommands", "Silo", "Cluster", "Sweeps"],
    };

    public static TheoryData<string> Projects => [.. AllowedProjects.Keys];

    public static TheoryData<string> WithBenchmarks => [.. AllowedProjects.Keys, "Benchmarks", "Benchmarks.Learning"];

    [Fact]
    public void SourceFolder_HoldsTheseProjectsAlone() =>
        Assert.Equal(
            AllowedProjects.Keys.Order(),
            Directory.GetDirectories(Repository.PathOf("src")).Select(folder => Path.GetFileName(folder)["OrleansHybrid.".Length..]).Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_ReferencesOnlyProjectsBelowIt(string project) =>
        Assert.Subset(
            AllowedProjects[project].ToHashSet(),
            Libraries(project, "project").Select(name => name["OrleansHybrid.".Length..]).ToHashSet());

    [Theory]
    [MemberData(nameof(WithBenchmarks))]
    public void Project_NeverMeetsBothTorchAndOrleans(string project)
    {
        var packages = Libraries(project, "package");
        var torch = packages.Any(package => package.Contains("torch", StringComparison.OrdinalIgnoreCase));
        var orleans = packages.Any(package => package.StartsWith("Microsoft.Orleans", StringComparison.OrdinalIgnoreCase));

        Assert.Equal(project is "Learning" or "Trainer" or "Benchmarks.Learning", torch);
        Assert.Equal(project is "Cluster" or "Silo" or "Cli" or "Benchmarks", orleans);
    }

    private static IReadOnlyList<string> Libraries(string project, string type)
    {
        using var assets = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("artifacts", "obj", $"OrleansHybrid.{project}", "project.assets.json")));
        return
        [
            .. assets.RootElement.GetProperty("libraries").EnumerateObject()
                .Where(library => library.Value.GetProperty("type").GetString() == type)
                .Select(library => library.Name.Split('/')[0]),
        ];
    }
}
