using System.Net;
using Azure.Storage;
using Azure.Storage.Sas;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Cluster.Tests.Testing;

namespace OrleansHybrid.Cluster.Tests.Hosting;

public class AzureAccountTests(SharedAzurite azurite)
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Theory]
    [
        InlineData(
            "azure:https://lab.blob.core.windows.net",
            "azure:https://lab.blob.core.windows.net",
            "azure:https://lab.blob.core.windows.net"),
    ]
    [
        InlineData(
            "azure:https://lab.blob.core.windows.net/vision?sv=2024&sig=secret%3D",
            "azure:https://lab.blob.core.windows.net/vision",
            "azure:https://lab.blob.core.windows.net/vision?sv=2024&sig=…"),
    ]
    [
        InlineData(
            "azure:AccountName=lab;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net;Cluster=vision",
            "azure:https://lab.blob.core.windows.net/vision",
            "azure:AccountName=lab;AccountKey=…;EndpointSuffix=core.windows.net;Cluster=vision"),
    ]
    public void Parse_OfASetting_IsSpelledWithoutItsSecrets(string setting, string spelled, string named)
    {
        var account = ClusterServer.Parse(setting);

        Assert.Equal((spelled, named), (account.ToString(), account.Setting));
    }

    [Fact]
    public void Parse_OfAName_GivesTablesAndContainersOfItsOwn()
    {
        var (first, second) = (Parse("azure:https://lab.blob.core.windows.net"), Parse("azure:https://lab.blob.core.windows.net/vision"));

        Assert.Equal(("orleanshybridmembers", "orleanshybridreminders"), (first.Tables.Members, first.Tables.Reminders));
        Assert.Equal(("visionmembers", "visionreminders"), (second.Tables.Members, second.Tables.Reminders));
        Assert.Equal("https://lab.table.core.windows.net/", $"{second.Tables.Service.Uri}");
        Assert.Equal(("grainstate", "vision-grainstate"), (AzureGrainState.Container(first), AzureGrainState.Container(second)));
    }

    [Theory]
    [InlineData("azure:", "neither a connection string nor")]
    [InlineData("azure:AccountName=lab;AccountKey=not-base64-secret", "neither a connection string nor")]
    [InlineData("azure:http://lab.blob.core.windows.net?sig=secret", "must begin with https://")]
    [InlineData("azure:https://lab.example.com", "https://ACCOUNT.blob.core.windows.net")]
    [InlineData("azure:https://lab.blob.core.windows.net/Vision", "small letters")]
    [InlineData("azure:https://lab.blob.core.windows.net/vision/two", "small letters")]
    [InlineData("azure:AccountName=lab;AccountKey=c2VjcmV0;Cluster=v", "small letters")]
    public void Parse_OfSomethingElse_SaysWhatIsWrong(string setting, string why)
    {
        var refusal = Assert.Throws<ClusterException>(() => ClusterServer.Parse(setting));

        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Require_OfAnEmptyAccount_MakesWhatIsMissing()
    {
        var account = Parse(azurite.NewCluster());
        var nobody = await Assert.ThrowsAsync<ClusterException>(account.RequireAnswer);

        await account.Require();
        await GrainStateStore.Of(account).RequireDurability();
        await account.Tables.Claim("ours", "here", Stop);

        Assert.Contains("no silo has started there yet", nobody.Message, StringComparison.Ordinal);
        await account.RequireAnswer();
    }

    [Fact]
    public async Task Claim_OfAnotherClustersTables_IsRefusedWithItsState()
    {
        var account = Parse(azurite.NewCluster());
        await account.Require();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => account.Tables.Claim("theirs", "redis:10.0.0.5:6379", Stop)));

        var refusal = await Assert.ThrowsAsync<ClusterException>(() => account.Tables.Claim("ours", "here", Stop));

        Assert.Contains("belongs to another cluster, whose state is redis:10.0.0.5:6379", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Cluster=NAME", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Require_WithASignature_SaysWhatItMayNot()
    {
        var name = SharedAzurite.NewName();
        var all = Signed(name, AccountSasPermissions.All);
        await all.Require();
        await GrainStateStore.Of(all).RequireDurability();

        var reader = await Assert.ThrowsAsync<ClusterException>(() => Signed(name, AccountSasPermissions.Read).Require());
        var readsBlobs = await Assert.ThrowsAsync<ClusterException>(
            GrainStateStore.Of(Signed(name, AccountSasPermissions.Read)).RequireDurability);
        var expired = await Assert.ThrowsAsync<ClusterException>(
            () => Signed(name, AccountSasPermissions.All, DateTimeOffset.UnixEpoch.AddYears(50)).Require());

        Assert.Contains($"the table {name}members cannot be used: these credentials may not", reader.Message, StringComparison.Ordinal);
        Assert.Contains($"the table {name}reminders", reader.Message, StringComparison.Ordinal);
        Assert.Contains($"the container {name}-grainstate cannot be used", readsBlobs.Message, StringComparison.Ordinal);
        Assert.Contains("its signature ended at 2020-01-01 00:00 UTC", expired.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sig=", reader.Message + readsBlobs.Message + expired.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Require_WithAKeyOfAnotherAccount_IsRefused()
    {
        var foreign = Parse(azurite.NewCluster().Replace("AccountKey=E", "AccountKey=F", StringComparison.Ordinal));

        var refusal = await Assert.ThrowsAsync<ClusterException>(() => foreign.Require());

        Assert.Contains("cannot be used", refusal.Message, StringComparison.Ordinal);
        Assert.IsNotType<ClusterUnreachableException>(refusal);
    }

    [Fact]
    public async Task Console_WithoutAnAccountThere_IsToldToLookAtItsName()
    {
        var away = $"azure:AccountName=lab;AccountKey=c2VjcmV0;BlobEndpoint=http://127.0.0.1:{FreePort.Find()}/lab;"
            + $"TableEndpoint=http://127.0.0.1:{FreePort.Find()}/lab";

        var refusal = await Assert.ThrowsAsync<ClusterUnreachableException>(() =>
            ClusterConnection.Open(ClusterServer.Parse(away), cancellationToken: Stop));

        Assert.Contains("does not answer", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("spelt right", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task Account_ThatIsBusy_IsAskedAgain_AndSaysSoWhereItStaysBusy(HttpStatusCode status)
    {
        using var soonFree = new BusyAccount(status, times: 2);
        var answered = await Assert.ThrowsAsync<ClusterException>(Parse(soonFree.Setting).RequireAnswer);
        Assert.Contains("no silo has started there yet", answered.Message, StringComparison.Ordinal);
        Assert.Equal(3, soonFree.Requests);

        using var busy = new BusyAccount(status, times: int.MaxValue);
        var refusal = await Assert.ThrowsAsync<ClusterUnreachableException>(Parse(busy.Setting).RequireAnswer);
        Assert.Contains("is busy and asks to wait", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clock_ThatIsOffByAnHour_IsRefusedWithTheFigure()
    {
        var account = Parse(azurite.NewCluster());
        await account.Require();
        await using var line = account.OpenLine();
        var clock = new ShiftedClock();
        Assert.False((await ClockSkew.Measure(line, clock)).IsTooLarge);

        clock.Shift = TimeSpan.FromHours(1);
        var skew = await ClockSkew.Measure(line, clock);

        Assert.True(skew.IsTooLarge);
        Assert.Contains("ahead of", skew.Explain(account), StringComparison.Ordinal);
    }

    private static AzureAccount Parse(string setting) => AzureAccount.Parse(setting);

    private AzureAccount Signed(string cluster, AccountSasPermissions permissions, DateTimeOffset? end = null)
    {
        var parts = azurite.Process.Connection.Split(';').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[1]);
        var signature = new AccountSasBuilder(
            permissions, end ?? TimeProvider.System.GetUtcNow().AddHours(1), AccountSasServices.All, AccountSasResourceTypes.All)
        { Protocol = SasProtocol.HttpsAndHttp };
        var signed = signature.ToSasQueryParameters(new StorageSharedKeyCredential(parts["AccountName"], parts["AccountKey"]));
        return Parse($"azure:{azurite.Process.SignedBy($"{signed}")};Cluster={cluster}");
    }
}
