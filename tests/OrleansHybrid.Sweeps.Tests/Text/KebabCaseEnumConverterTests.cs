using System.Text.Json;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Text;

public sealed class KebabCaseEnumConverterTests
{
    public static TheoryData<ContrastiveLossName> Losses => [.. Enum.GetValues<ContrastiveLossName>()];

    [Theory]
    [MemberData(nameof(Losses))]
    public void EveryMember_IsReadAsItIsWritten_AsAValueAndAsAKey(ContrastiveLossName loss)
    {
        var (value, key) = (ProtocolJson.Write(loss), ProtocolJson.Write(new Dictionary<ContrastiveLossName, int> { [loss] = 1 }));

        Assert.Equal(loss, ProtocolJson.Read<ContrastiveLossName>(value));
        Assert.Equal([loss], ProtocolJson.Read<Dictionary<ContrastiveLossName, int>>(key).Keys);
    }

    [Fact]
    public void Write_SpellsAMemberAsTheSweepFileDoes()
    {
        Assert.Equal("\"bal-scl\"", ProtocolJson.Write(ContrastiveLossName.BalScl));
        Assert.Equal("{\"bal-scl\":1}", ProtocolJson.Write(new Dictionary<ContrastiveLossName, int> { [ContrastiveLossName.BalScl] = 1 }));
        Assert.Equal("null", ProtocolJson.Write<ContrastiveLossName?>(null));
    }

    [Theory]
    [InlineData("\"sc, psc\"")]
    [InlineData("\"uc,sc\"")]
    [InlineData("\"psc,\"")]
    [InlineData("\"2\"")]
    [InlineData("2")]
    [InlineData("\"balscl\"")]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("[\"sc\"]")]
    public void Read_OfWhatIsNotOneMember_IsRefused(string json) =>
        Assert.Contains(
            nameof(ContrastiveLossName),
            Assert.Throws<JsonException>(() => ProtocolJson.Read<ContrastiveLossName>(json)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("sc, psc")]
    [InlineData("2")]
    [InlineData("")]
    public void Read_OfAKeyThatIsNotOneMember_IsRefused(string key) =>
        Assert.Throws<JsonException>(() => ProtocolJson.Read<Dictionary<ContrastiveLossName, int>>($$"""{"{{key}}":1}"""));

    [Fact]
    public void Read_OfAMistake_NamesItsPlace() =>
        Assert.Contains(
            "$.contrastive_loss",
            Assert.Throws<JsonException>(() => ProtocolJson.Read<Recipe>("""{"contrastive_loss":"psc, mpsc"}""")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Write_OfANumberThatIsNoMember_Throws()
    {
        Assert.Throws<JsonException>(() => ProtocolJson.Write((TrialState)200));
        Assert.Throws<JsonException>(() => ProtocolJson.Write(new Dictionary<TrialState, int> { [(TrialState)200] = 1 }));
    }
}
