using OrleansHybrid.Cluster.Slots;

namespace OrleansHybrid.Cluster.Tests.Slots;

public class ProgramOnPathTests
{
    [Fact]
    public void Find_LooksInWholePathsAlone()
    {
        using var folder = new TemporaryFolder();
        var tool = folder[OperatingSystem.IsWindows() ? "tool.exe" : "tool"];
        File.WriteAllText(tool, "");
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, folder.Path);

        Assert.Equal(tool, ProgramOnPath.Find("tool", string.Join(Path.PathSeparator, folder["nowhere"], folder.Path)));
        Assert.Null(ProgramOnPath.Find("tool", string.Join(Path.PathSeparator, "", ".", relative)));
        Assert.Null(ProgramOnPath.Find("tool", null));
    }
}
