using OrleansHybrid.Sweeps.Checkpoints;

namespace OrleansHybrid.Sweeps.Tests.Checkpoints;

public class CheckpointFileTests
{
    private static readonly string Hash = new('0', 64);

    [Fact]
    public void Problems_OfWhatATrainerWrites_AreNone() =>
        Assert.Empty(CheckpointFile.Problems([new("weights.safetensors", Array.MaxLength, Hash), new("evaluation.json", 64 << 20, Hash)]));

    [Fact]
    public void Problems_OfAListFromAnybody_AreAllNamedWithTheirPaths() =>
        Assert.Equal(
            [
                "files[0] is null",
                "files[1].name null is not a file name of a checkpoint",
                "files[2].bytes 0 is not from 1 to 2147483591",
                "files[2].sha256 'AB' is not a SHA-256 in lower-case hex",
                "files[3].bytes 67108865 is not from 1 to 67108864",
                "files[3].sha256 null is not a SHA-256 in lower-case hex",
                "files names 'a.safetensors' 2 times",
            ],
            CheckpointFile.Problems(
                [
                    null,
                    new(null!, 1, Hash),
                    new("a.safetensors", 0, "AB"),
                    new("b", (64 << 20) + 1, null!),
                    new("a.safetensors", 1, Hash),
                ]));

    [Theory]
    [InlineData("../weights.safetensors")]
    [InlineData("../../../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("/dev/zero")]
    [InlineData("deeper/weights")]
    [InlineData("a\\b")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a\n")]
    [InlineData("a\0b")]
    [InlineData("manifest.json")]
    public void Problems_OfANameThatIsNone_RefuseIt(string name) =>
        Assert.Equal(
            $"files[0].name {Quotation.Of(name)} is not a file name of a checkpoint",
            Assert.Single(CheckpointFile.Problems([new(name, 1, Hash)])));

    [Fact]
    public void Problems_OfNoList_AndOfAnEndlessOne_AreOne()
    {
        Assert.Equal("files is missing", Assert.Single(CheckpointFile.Problems(null)));
        Assert.Equal(
            "files names 17 files, more than the 16 that are allowed", Assert.Single(CheckpointFile.Problems(new CheckpointFile?[17])));
    }

    [Theory]
    [InlineData("weights", "'weights'")]
    [InlineData("\u001b]2;mine\a", "'␛]2;mine␇'")]
    [InlineData("a\u202eb", "'a\uFFFDb'")]
    public void Quotation_OfWhatATerminalWouldObey_ShowsIt(string text, string expected) => Assert.Equal(expected, Quotation.Of(text));

    [Fact]
    public void Quotation_OfALongText_IsShort() => Assert.Equal(83, Quotation.Of(new('a', 1_000_000)).Length);
}
