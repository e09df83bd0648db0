using OrleansHybrid.Cluster.Connection;

namespace OrleansHybrid.Cluster.Tests.Hosting;

public class OpenFilesTests
{
    private static string Limits(string limit) =>
        "Limit                     Soft Limit           Hard Limit           Units     \nMax processes             256                  "
            + $"256                  processes \nMax open files            {limit,-20} {limit,-20} files     \n";

    [Theory]
    [InlineData("512")]
    [InlineData("1048576")]
    [InlineData("unlimited")]
    public void Require_OfEnough_IsSilent(string limit) => OpenFiles.Require(Limits(limit));

    [Fact]
    public void Require_OfTooFew_NamesTheRemedy()
    {
        var refusal = Assert.Throws<ClusterException>(() => OpenFiles.Require(Limits("256")));

        Assert.Contains("256 files", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("ulimit -Hn", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Require_WhereNoLimitIsTold_IsSilent() => OpenFiles.Require("");
}
