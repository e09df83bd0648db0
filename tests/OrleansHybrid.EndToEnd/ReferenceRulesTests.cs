using System.Text.Json;

namespace OrleansHybrid.EndToEnd;

/// <summary>Who may reference whom, read from what each project really restored: transitive packages count.</summary>
public class ReferenceRulesTests
{
    private static readonly Dictionary<string, string[]> AllowedProjects = new()
    {
        ["Sweeps"] = [],
        ["Kernels"] = [],
        ["Learning"] = ["Sweeps", "Kernels"],
        ["TrainerCommands"] = ["Sweeps"],
        ["Trainer"] = ["TrainerCommands", "Learning", "Kernels", "Sweeps"],
        ["Cluster"] = ["Sweeps"],
        ["Web"] = ["Cluster", "Sweeps"],
        ["Silo"] = ["Web", "Cluster", "Sweeps"],
        ["Cli"] = ["TrainerCommands", "Silo", "Web", "Cluster", "Sweeps"],
    };

    public static TheoryData<string> Projects => [.. AllowedProjects.Keys];

    public static TheoryData<string> WithBenchmarks => [.. AllowedProjects.Keys, "Benchmarks", "Benchmarks.Learning"];

    [Fact]
    public void SourceFolder_HoldsTheseProjectsAlone() =>
        Assert.Equal(
            AllowedProjects.Keys.Order(),
            Directory.GetDirectories(Repository.PathOf("src"))
                .Select(folder => Path.GetFileName(folder)["OrleansHybrid.".Length..])
                .Order());

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
        Assert.Equal(project is "Cluster" or "Web" or "Silo" or "Cli" or "Benchmarks", orleans);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folder_UsesOnlyFoldersOnFloorsBelowIt(string project)
    {
        var floors = Floors(project);
        var rooms = new Rooms(Repository.PathOf("src", $"OrleansHybrid.{project}"), $"OrleansHybrid.{project}");

        Assert.Equal(rooms.Names, floors.SelectMany(floor => floor).Order(StringComparer.Ordinal));
        Assert.Empty(rooms.Against(floors));
    }

    [Fact]
    public void Folder_ThatUsesOneAboveItInAnyWay_IsFound()
    {
        using var project = new TemporaryFolder();
        Write("Low/Import.cs", "using P.High;\nnamespace P.Low;\nclass Import;");
        Write("Low/Whole.cs", "namespace P.Low;\nclass Whole : P.High.Tower;");
        Write("Low/Part.cs", "namespace P.Low;\nclass Part { object Of() => new High.Tower(); }");
        Write("Low/Inner/Plain.cs", "namespace P.Low.Inner;\nclass Plain : Part;");
        Write("Low/Word.cs", "// using P.High;\nnamespace P.Low;\nclass Word { string Of() => \"High.Tower\"; }");
        Write("High/Tower.cs", "using P.Low;\nnamespace P.High;\nclass Tower(Import below);");

        var against = new Rooms(project.Path, "P").Against([["High"], ["Low"], ["Low/Inner"]]);

        Assert.Equal(
            ["Low/Import.cs", "Low/Inner/Plain.cs", "Low/Part.cs", "Low/Whole.cs"],
            against.Select(use => use.File.Replace('\\', '/')));

        void Write(string file, string code)
        {
            var path = Path.Combine(project.Path, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, code);
        }
    }

    /// <summary>The picture of a project's folders in <c>src/README.md</c>: a line a floor, the highest first.</summary>
    private static List<string[]> Floors(string project)
    {
        var lines = File.ReadLines(Repository.PathOf("src", "README.md"))
            .SkipWhile(line => line != $"```floors OrleansHybrid.{project}")
            .Skip(1)
            .TakeWhile(line => line != "```");
        return [.. lines.Select(line => line.Split('|')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries))];
    }

    private static IReadOnlyList<string> Libraries(string project, string type)
    {
        using var assets = JsonDocument.Parse(
            File.ReadAllText(Repository.PathOf("artifacts", "obj", $"OrleansHybrid.{project}", "project.assets.json")));
        return
        [
            .. assets.RootElement.GetProperty("libraries").EnumerateObject()
                .Where(library => library.Value.GetProperty("type").GetString() == type)
                .Select(library => library.Name.Split('/')[0]),
        ];
    }
}
