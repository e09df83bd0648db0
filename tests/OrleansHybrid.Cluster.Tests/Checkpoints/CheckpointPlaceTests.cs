using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Hosting;

namespace OrleansHybrid.Cluster.Tests.Checkpoints;

public sealed class CheckpointPlaceTests
{
    [Fact]
    public void Parse_Path_IsAFolder() => Assert.Equal(Path.GetFullPath("shared/checkpoints"), Assert.IsType<CheckpointPlace.Folder>(CheckpointPlace.Parse("shared/checkpoints")).Root);

    [Theory]
    [InlineData("https://account.blob.core.windows.net/container", "")]
    [InlineData("https://account.blob.core.windows.net/container/team/one/", "team/one")]
    [InlineData("https://account.blob.core.windows.net/container/team?sv=2024-08-04&sr=c&sp=rwdl&sig=c2lnbmF0dXJl", "team")]
    [InlineData("http://127.0.0.1:10000/devstoreaccount1/container/team?sv=2024-08-04&sr=c&sp=rwdl&sig=c2lnbmF0dXJl", "team")]
    [InlineData("DefaultEndpointsProtocol=https;AccountName=account;AccountKey=a2V5;EndpointSuffix=core.windows.net;Container=container", "")]
    [InlineData("UseDevelopmentStorage=true;Container=container", "")]
    public void Parse_Azure_NamesContainerAndPrefix(string setting, string prefix)
    {
        var place = Assert.IsType<CheckpointPlace.Azure>(CheckpointPlace.Parse(setting));
        Assert.Equal(("container", prefix), (place.Container.Name, place.Prefix));
    }

    [Theory]
    [InlineData("https://account.blob.core.windows.net", "names no container")]
    [InlineData("http://account.blob.core.windows.net/container", "must begin with https://")]
    [InlineData("AccountName=account;AccountKey=no key;Container=container", "cannot be used")]
    public void Parse_Mistake_SaysWhatIsWrong(string setting, string expected)
    {
        var mistake = Assert.Throws<ClusterException>(() => CheckpointPlace.Parse(setting));
        Assert.Contains(expected, mistake.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("no key", mistake.Message, StringComparison.Ordinal);
    }
}
