namespace OrleansHybrid.Cluster.Tests.Contract;

/// <summary>
/// Guards what versions tell each other. A change of <c>WireContract.approved.txt</c> decides whether silos of two versions can
/// work in one cluster, and whether stored records are read: say so in CHANGELOG.md.
/// </summary>
public sealed class WireContractTests
{
    [Fact]
    public void Contract_OfGrainsRecordsAndTrainers_IsTheApprovedOne() =>
        ApprovedText.Require("tests/OrleansHybrid.Cluster.Tests/Contract/WireContract.approved.txt", ContractText.Write());

    [Fact]
    public void Contract_NamesEveryGrainAndMethodByAnAlias() =>
        Assert.DoesNotContain("(no alias)", ContractText.Write(), StringComparison.Ordinal);
}
