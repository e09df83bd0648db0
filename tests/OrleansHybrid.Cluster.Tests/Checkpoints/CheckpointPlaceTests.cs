using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Connection;

namespace OrleansHybrid.Cluster.Tests.Checkpoints;

public sealed class CheckpointPlaceTests
{
    [Fact]
    public void Parse_Path_IsAFolder() =>
        Assert.Equal(
            Path.GetFullPath("shared/checkpoints"),
            Assert.IsType<CheckpointPlace.Folder>(CheckpointPlace.Parse("shared/checkpoints")).Root);

    [Theory]
    [InlineData("https://account.blob.core.windows.net/container", "")]
    [InlineData("https://account.blob.core.windows.net/container/team/one/", "team/one")]
    [InlineData("https://account.blob.core.windows.net/container/team?sv=2024-08-04&sr=c&sp=rwdl&sig=c2lnbmF0dXJl", "team")]
    [InlineData("http://127.0.0.1:10000/devstoreaccount1/container/team?sv=2024-08-04&sr=c&sp=rwdl&sig=c2lnbmF0dXJl", "team")]
    [
        InlineData(
            "DefaultEndpointsProtocol=https;AccountName=account;AccountKey=a2V5;EndpointSuffix=core.windows.net;Container=container", ""),
    ]
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
    [InlineData("DefaultEndpointsProtocol=https;AccountKey=no+key", "neither a folder nor")]
    [InlineData("SharedAccessSignature=sv=1&sig=no+key", "neither a folder nor")]
    [InlineData("?sv=1&sig=no+key", "neither a folder nor")]
    [InlineData("abfss://container@account.dfs.core.windows.net/no+key", "neither a folder nor")]
    public void Parse_Mistake_SaysWhatIsWrong(string setting, string expected)
    {
        var mistake = Assert.Throws<ClusterException>(() => CheckpointPlace.Parse(setting));
        Assert.Contains(expected, mistake.Message, StringComparison.Ordinal);
        Assert.DoesNotMatch("no.key", mistake.ToString());
    }

    [Theory]
    [
        InlineData(
            "https://account.blob.core.windows.net/container/team?sv=2024-08-04&sr=c&sp=rwdl&sig=c2lnbmF0dXJl",
            "https://account.blob.core.windows.net/container/team"),
    ]
    [
        InlineData(
            "https://me:c2lnbmF0dXJl@account.blob.core.windows.net/container?sv=2024-08-04&sr=c&sp=rwdl&sig=c2lnbmF0dXJl",
            "https://account.blob.core.windows.net/container"),
    ]
    [
        InlineData(
            "DefaultEndpointsProtocol=https;AccountName=account;AccountKey=c2lnbmF0dXJl;EndpointSuffix=core.windows.net;Container=container",
            "https://account.blob.core.windows.net/container"),
    ]
    [
        InlineData(
            "BlobEndpoint=https://account.blob.core.windows.net;SharedAccessSignature=sv=2024-08-04&sr=c&sig=c2lnbmF0dXJl;Container=container",
            "https://account.blob.core.windows.net/container"),
    ]
    public void Open_Azure_IsSpelledWithoutItsSecrets(string setting, string spelled) =>
        Assert.Equal(spelled, CheckpointPlace.Parse(setting).Open().ToString());
}
