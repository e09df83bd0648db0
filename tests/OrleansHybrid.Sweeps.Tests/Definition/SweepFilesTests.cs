using OrleansHybrid.Sweeps.Definition;

namespace OrleansHybrid.Sweeps.Tests.Definition;

/// <summary>The sweep files of the repository.</summary>
public sealed class SweepFilesTests
{
    private static readonly string Folder = Path.Combine(Root(AppContext.BaseDirectory), "sweeps");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.yaml").Select(file => Path.GetFileName(file))];

    [Theory]
    [MemberData(nameof(Files))]
    public void Parse_OfEveryFile_FindsNothingToMendOrToWarnOf(string file)
    {
        var sweep = SweepDefinition.Parse(File.ReadAllText(Path.Combine(Folder, file)), file);

        Assert.Equal(Path.GetFileNameWithoutExtension(file), sweep.Name);
        Assert.Empty(sweep.Warnings);
        Assert.NotEmpty(sweep.Axes);
    }

    [Fact]
    public void Quickstart_SweepsTheFourAxesInSixteenTrials()
    {
        var sweep = SweepText.Parse(File.ReadAllText(Path.Combine(Folder, "quickstart.yaml")));

        Assert.Equal(["imbalance", "temperature", "batch_size", "alpha_schedule"], sweep.Axes.Select(axis => axis.Key));
        Assert.Equal(16, sweep.TrialCount);
    }

    private static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "OrleansHybrid.sln"))
            ? folder
            : Root(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("no OrleansHybrid.sln above the tests"));
}
