using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Cluster.Tests.Testing;

namespace OrleansHybrid.Cluster.Tests.Hosting;

public class RedisServerTests
{
    [Theory]
    [InlineData("redis:localhost:6379", "redis:localhost:6379", "redis:localhost:6379")]
    [InlineData("redis:10.0.0.5:6380,password=secret,ssl=true", "redis:10.0.0.5:6380", "redis:10.0.0.5:6380,password=…,ssl=true")]
    [InlineData("redis:10.0.0.5,10.0.0.6:6380, Password = sec'ret= ,user=me,defaultDatabase=2", "redis:10.0.0.5:6379,10.0.0.6:6380", "redis:10.0.0.5,10.0.0.6:6380,password=…,user=me,defaultDatabase=2")]
    public void Parse_OfASetting_IsSpelledWithoutItsSecrets(string setting, string spelled, string named)
    {
        var server = RedisServer.Parse(setting);

        Assert.Equal((spelled, named), (server.ToString(), server.Setting));
        Assert.Equal(named.Contains('…', StringComparison.Ordinal), server.HasSecret);
    }

    [Theory]
    [InlineData("localhost:6379", "does not begin with 'redis:'")]
    [InlineData("redis:", "names no server")]
    [InlineData("redis:localhost:6379,pasword=secret", "pasword")]
    [InlineData("redis:localhost:6379,password=the,secret", "a password cannot have a comma")]
    [InlineData("redis://:secret@localhost:6379/0", "it is a URL")]
    [InlineData("redis:me:secret@localhost:6379", "it is a URL")]
    public void Parse_OfSomethingElse_SaysWhatIsWrong(string setting, string why)
    {
        var refusal = Assert.Throws<ClusterException>(() => RedisServer.Parse(setting));

        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Durability_OfAServerThatKeepsWhatItAcknowledges_IsAccepted()
    {
        using var redis = new RedisProcess();

        await RedisDurability.Require(redis.Server);
    }

    [Theory]
    [InlineData("no", "always", "'appendonly yes'")]
    [InlineData("yes", "everysec", "'appendfsync always'")]
    public async Task Durability_OfAServerThatMayForget_IsRefusedWithTheRemedy(string appendOnly, string appendFsync, string remedy)
    {
        using var redis = new RedisProcess("--appendonly", appendOnly, "--appendfsync", appendFsync);

        var refusal = await Assert.ThrowsAsync<ClusterException>(() => RedisDurability.Require(redis.Server));

        Assert.Contains(remedy, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--accept-data-loss", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OfAClusterWithoutItsServer_IsOneSentence()
    {
        var setting = $"redis:127.0.0.1:{FreePort.Find()}";

        var refusal = await Assert.ThrowsAnyAsync<ClusterException>(() => ClusterConnection.Open(RedisServer.Parse(setting), cancellationToken: TestContext.Current.CancellationToken));

        Assert.StartsWith($"{setting} does not answer", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }
}
