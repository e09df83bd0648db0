using OrleansHybrid.Sweeps.Terminal;

namespace OrleansHybrid.Sweeps.Tests.Terminal;

public class PrintableTextTests
{
    [Theory]
    [InlineData("plain, Größe, 学习, 🙂\n\tnext", "plain, Größe, 学习, 🙂\n\tnext")]
    [InlineData("\e]2;owned\a.jpg", "␛]2;owned␇.jpg")]
    [InlineData("good\rbad", "good␍bad")]
    [InlineData("windows\r\nline", "windows\r\nline")]
    [InlineData("\u009b31mred\u0085\x7f", "�31mred�␡")]
    [InlineData("gpj.\u202Eexe\u2066", "gpj.�exe�")]
    [InlineData("\b\b\b\0", "␈␈␈␀")]
    public void Of_ShowsWhatCommandsATerminal_AndLeavesTheRest(string text, string shown) => Assert.Equal(shown, PrintableText.Of(text));

    [Fact]
    public void OneLine_OfANameWithALineBreak_CannotPassForALineOfOurs() =>
        Assert.Equal("a.jpg 0 of 9 images cannot be decoded.", PrintableText.OneLine("a.jpg\n0 of\t9 images cannot be decoded."));

    [Fact]
    public void Of_EveryCharacter_LeavesNoControlButLineFeedAndTab()
    {
        var shown = PrintableText.Of(new string([.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code)]));

        Assert.Equal(char.MaxValue + 1, shown.Length);
        Assert.Equal(['\t', '\n'], shown.Where(char.IsControl));
    }
}
