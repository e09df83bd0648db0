using OrleansHybrid.Cli.Conventions;

namespace OrleansHybrid.Cli.Tests;

public class ConsoleSettingsTests
{
    [Fact]
    public void DefaultPath_IsInTheUsersConfigurationFolder()
    {
        var folder = Path.GetFullPath("/home/me/.config");

        Assert.Equal(Path.Combine(folder, "orleanshybrid", "config.yaml"), ConsoleSettings.DefaultPath(folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(".config")]
    public void DefaultPath_WhereTheUserHasNoFolder_IsNoneInTheWorkingFolder(string userFolder) =>
        Assert.Null(ConsoleSettings.DefaultPath(userFolder));
}
