using System.Diagnostics;
using OrleansHybrid.Sweeps.Terminal;

namespace OrleansHybrid.Sweeps.Tests.Terminal;

public class HybridCommandTests
{
    [Theory]
    [InlineData("sweeps/quickstart.yaml", "hybrid run sweeps/quickstart.yaml")]
    [InlineData("epochs=5", "hybrid run epochs=5")]
    [InlineData("my sweep.yaml", "hybrid run 'my sweep.yaml'")]
    [InlineData("it's.yaml", @"hybrid run 'it'\''s.yaml'")]
    [InlineData("temperature=[0.1,0.5]", "hybrid run 'temperature=[0.1,0.5]'")]
    [InlineData("a;rm -r b", "hybrid run 'a;rm -r b'")]
    [InlineData("$HOME/`id`", "hybrid run '$HOME/`id`'")]
    [InlineData("~/sweep.yaml", "hybrid run '~/sweep.yaml'")]
    [InlineData("", "hybrid run ''")]
    public void Of_QuotesWhatAShellWouldReadOtherwise(string word, string command) => Assert.Equal(command, HybridCommand.Of("run", word));

    [Fact]
    public void Words_ReadByAShell_AreTheSameAgain()
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "there is no POSIX shell here");
        string[] words =
        [
            "plain",
            "two words",
            "it's",
            "\"quoted\"",
            "$HOME",
            "`id`",
            "a;b&c|d",
            "*",
            "~",
            "#no",
            "!",
            "\\",
            "line\nbreak",
            "(x)",
            "<y>",
            "ä",
            "{a,b}",
            "--set",
            "tau=[1,2]",
            "-",
        ];

        using var shell = Process.Start(
            new ProcessStartInfo("/bin/sh", ["-c", $"printf '%s\\0' {HybridCommand.Words(words)}"]) { RedirectStandardOutput = true })!;

        Assert.Equal(words, shell.StandardOutput.ReadToEnd().TrimEnd('\0').Split('\0'));
    }
}
