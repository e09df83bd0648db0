using OrleansHybrid.Sweeps.Doctor;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Sweeps.Tests.Doctor;

public class CheckResultTests
{
    [Theory]
    [InlineData("The disk is full. Free space.", "The disk is full", "Free space.")]
    [InlineData(
        "redis:10.0.0.5:6379 does not answer (refused). Start it there, or name another. Then ask again.",
        "redis:10.0.0.5:6379 does not answer (refused)",
        "Start it there, or name another. Then ask again.")]
    [InlineData("driver 470.82 is old.\nInstall 525.60.", "driver 470.82 is old", "Install 525.60.")]
    [InlineData("Something broke.", "Something broke", "Report it, with the output of 'hybrid doctor -o json'.")]
    public void Explained_PartsAnErrorIntoFindingAndRemedy(string message, string found, string remedy) =>
        Assert.Equal(new("disk", CheckState.Broken, found, remedy), CheckResult.Explained("disk", CheckState.Broken, message));

    [Theory]
    [InlineData(CheckState.Warning)]
    [InlineData(CheckState.Broken)]
    public void CheckResult_OfSomethingWrong_HasARemedy(CheckState state) =>
        Assert.Throws<ArgumentException>(() => new CheckResult("disk", state, "it is full"));

    [Fact]
    public void CheckResult_AsJson_IsReadAsItWasWritten()
    {
        CheckResult[] results = [new("disk", CheckState.Ok, "fast"), new("gpus", CheckState.Broken, "\"none\"\n", "Install one.")];

        Assert.Equal(results, results.Select(result => ProtocolJson.Read<CheckResult>(ProtocolJson.Write(result))));
        Assert.Equal("""{"check":"disk","state":"ok","found":"fast"}""", ProtocolJson.Write(results[0]));
    }

    [Fact]
    public void Sentences_AreTheFindingAndTheRemedy()
    {
        Assert.Equal("fast", new CheckResult("disk", CheckState.Ok, "fast").Sentences);
        Assert.Equal("full. Free space.", new CheckResult("disk", CheckState.Broken, "full", "Free space.").Sentences);
    }
}
