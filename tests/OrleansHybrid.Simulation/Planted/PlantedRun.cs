using System.Diagnostics;

namespace OrleansHybrid.Simulation.Planted;

/// <summary>Checks the check: builds a copy of the source with every bug planted, and brings them to life one at a time.</summary>
internal static class PlantedRun
{
    private const string Sweeps = "10000", Variable = "PLANTED_BUG", Project = "tests/OrleansHybrid.Simulation";

    private static readonly string[] Folders = ["src/OrleansHybrid.Sweeps", "src/OrleansHybrid.Cluster", Project];

    private static readonly string[] Files = ["Directory.Build.props", "Directory.Packages.props", "global.json", "src/BannedSymbols.txt"];

    /// <param name="names">Of the bugs to try; none for all.</param>
    /// <returns>True where each was found.</returns>
    public static bool All(string[] names)
    {
        var copy = Directory.CreateTempSubdirectory("hybrid-planted-");
        try
        {
            Copy(Repository(), copy.FullName);
            foreach (var file in PlantedBugs.All.GroupBy(bug => bug.File)) Plant(Path.Combine(copy.FullName, "src", file.Key), file);
            File.WriteAllText(Path.Combine(copy.FullName, Folders[0], "PlantedBugs.cs"), $$"""
                namespace OrleansHybrid.Sweeps;

                public static class PlantedBugs
                {
                    private static readonly string? Alive = System.Environment.GetEnvironmentVariable("{{Variable}}");

                    public static bool IsAlive(string bug) => Alive == bug;
                }
                """);
            string[] build = ["build", "-c", "Release", "-v", "q", "--nologo", Path.Combine(copy.FullName, Project)];
            var (built, output) = Run("dotnet", build, null);
            if (built != 0) throw new InvalidOperationException($"The source with the bugs does not build:\n{output}");
            var program = Path.Combine(copy.FullName, "artifacts/bin/OrleansHybrid.Simulation/release/OrleansHybrid.Simulation.dll");
            var isComplete = true;
            foreach (var bug in PlantedBugs.All.Where(bug => names.Length == 0 || names.Contains(bug.Name)))
            {
                var (_, said) = Run("dotnet", [program, "run", Sweeps, "1"], bug.Name);
                string[] words = [.. said.Trim().Split('\t')];
                isComplete &= words.Length == 3;
                var found = words.Length == 3 ? $"{words[1]} | {words[0]} | {words[2]}" : $"not found | {Sweeps} | {said.Trim()}";
                Console.WriteLine($"| {bug.Name} | {found} |");
            }

            return isComplete;
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    private static void Plant(string file, IEnumerable<PlantedBug> bugs) =>
        File.WriteAllText(file, bugs.Aggregate(File.ReadAllText(file), (source, bug) => bug.PlantIn(source)));

    private static void Copy(string from, string to)
    {
        var sources = Folders.SelectMany(folder => Directory.GetFiles(Path.Combine(from, folder), "*", SearchOption.AllDirectories));
        foreach (var source in sources.Concat(Files.Select(file => Path.Combine(from, file))))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, source));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(source, target);
        }
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
            folder = folder.Parent ?? throw new InvalidOperationException("The source is not above this program.");
        return folder.FullName;
    }

    private static (int ExitCode, string Output) Run(string program, string[] arguments, string? bug)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true };
        if (bug is not null) start.Environment[Variable] = bug;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
