namespace OrleansHybrid.Sweeps.Tests.Definition;

/// <summary>Characters that nobody sees in a sweep file are named where they stand.</summary>
public sealed class UnseenCharactersTests
{
    [Theory]
    [InlineData("recipe:\n\u00a0 epochs: 2", "line 3", "a no-break space (U+00A0) at column 1: type it again")]
    [InlineData("recipe:\n  epochs:\u00a02\n  backbone: resnet8", "line 3", "a no-break space (U+00A0) at column 10")]
    [InlineData("recipe:\n  epochs: 2\u200b", "the line", "a zero width space (U+200B) at column 12")]
    [InlineData("recipe:\n  epochs: \ufeff2", "the line", "a byte order mark (U+FEFF) at column 11")]
    [InlineData("recipe:\n  epo\u00adchs: 2", "the line", "a soft hyphen (U+00AD) at column 6")]
    [InlineData("recipe:\n  backbone: \u202eresnet8", "the line", "an invisible character (U+202E) at column 13")]
    [InlineData("recipe:\n  backbone: resnet\ufffd8", "the line", "bytes that are not UTF-8 (U+FFFD) at column 19: save the file as UTF-8")]
    [InlineData("recipe:\n  backbone: \u201cresnet8\u201d", "the line", "a typographic quotation mark")]
    [InlineData("recipe:\n  weight_decay: 1e\u22124", "the line", "a dash that is not '-'")]
    [InlineData("recipe:\n  epochs\uff1a 2", "the line", "a full-width character, which is not ':'")]
    public void Problem_InALineWithOne_NamesIt(string rest, string where, string name)
    {
        var messages = SweepYaml.Problems("name: s\n" + rest).Select(problem => problem.Message).ToList();

        Assert.Contains(
            messages,
            message =>
                (message.Contains(where, StringComparison.Ordinal) || message.Contains("the line has", StringComparison.Ordinal))
                    && message.Contains(name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("labels: [thesis\u200b]", 2, "has a zero width space (U+200B) at column 16: type it again")]
    [InlineData("description: caf\ufffd", 2, "has bytes that are not UTF-8 (U+FFFD) at column 17: save the file as UTF-8")]
    public void File_ThatRuns_HasANoticeOfOne(string rest, int line, string message)
    {
        var warning = Assert.Single(SweepYaml.Named(rest).Warnings);

        Assert.Equal((line, message), (warning.Line, warning.Message));
    }

    [Theory]
    [InlineData("description: a\u00a0no-break space in a text, \u201cquoted\u201d")]
    [InlineData("recipe: {epochs: 2}   #\u00a0a comment")]
    public void Text_ForPeople_MayHaveThem(string rest) => Assert.Empty(SweepYaml.Named(rest).Warnings);
}
