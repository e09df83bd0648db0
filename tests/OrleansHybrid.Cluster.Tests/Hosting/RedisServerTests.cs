using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Cluster.Tests.Testing;

namespace OrleansHybrid.Cluster.Tests.Hosting;

public class RedisServerTests
{
    [Theory]
    [InlineData("redis:localhost:6379", "redis:localhost:6379", "redis:localhost:6379")]
    [InlineData("redis:10.0.0.5:6380,password=secret,ssl=true", "redis:10.0.0.5:6380", "redis:10.0.0.5:6380,password=…,ssl=true")]
    [
        InlineData(
            "redis:10.0.0.5,10.0.0.6:6380, Password = sec'ret= ,user=me,defaultDatabase=2",
            "redis:10.0.0.5:6379,10.0.0.6:6380",
            "redis:10.0.0.5,10.0.0.6:6380,password=…,user=me,defaultDatabase=2"),
    ]
    public void Parse_OfASetting_IsSpelledWithoutItsSecrets(string setting, string spelled, string named)
    {
        var server = RedisServer.Parse(setting);

        Assert.Equal((spelled, named), (server.ToString(), server.Setting));
        Assert.Equal(named.Contains('…', StringComparison.Ordinal), server.HasSecret);
    }

    [Theory]
    [InlineData("localhost:6379", "begins with neither 'redis:' nor 'azure:'")]
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
    public async Task Durability_OfAServerThatDoesNotFlushWhileItRewrites_IsRefusedWithTheRemedy()
    {
        using var redis = new RedisProcess();
        await Tell(redis, "CONFIG", "SET", "no-appendfsync-on-rewrite", "yes");

        var refusal = await Assert.ThrowsAsync<ClusterException>(() => RedisDurability.Require(redis.Server));

        Assert.Contains("'no-appendfsync-on-rewrite no'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Durability_OfAServerWithAReplica_IsRefused_AndSoIsTheReplica()
    {
        using var redis = new RedisProcess();
        using var replica = new RedisProcess();
        await Tell(replica, "REPLICAOF", "127.0.0.1", redis.Setting.Split(':')[^1]);
        await using var line = new RedisLine(redis.Server);

        var complaint = await Eventually.Answer(() => RedisDurability.Complaint(line), complaint => complaint is not null);

        Assert.Contains("its 1 replica has", complaint, StringComparison.Ordinal);
        var refusal = await Assert.ThrowsAsync<ClusterException>(() => RedisDurability.Require(replica.Server));
        Assert.Contains($"is a replica of {redis.Setting["redis:".Length..]}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Durability_OfSeveralServers_AsksEachOfThem()
    {
        using var redis = new RedisProcess();
        using var other = new RedisProcess();
        var (first, second) = (redis.Setting["redis:".Length..], other.Setting["redis:".Length..]);
        await Tell(other, "CONFIG", "SET", "appendfsync", "everysec");

        var refusal = await Assert.ThrowsAsync<ClusterException>(() =>
            RedisDurability.Require(RedisServer.Parse($"redis:{first},{second}")));
        Assert.Contains($"redis.conf of {second} 'appendfsync always'", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain($"redis.conf of {first}", refusal.Message, StringComparison.Ordinal);

        other.Kill();
        refusal = await Assert.ThrowsAsync<ClusterException>(() => RedisDurability.Require(RedisServer.Parse($"redis:{first},{second}")));
        Assert.Contains($"{second} does not answer", refusal.Message, StringComparison.Ordinal);
        other.Restart();
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException), "Reading is not allowed after reader was completed.")]
    [InlineData(typeof(ObjectDisposedException), "PhysicalConnection")]
    [InlineData(typeof(IOException), "The pipe is broken.")]
    [InlineData(typeof(TimeoutException), "The timeout was reached.")]
    public async Task ConnectionLostUnderAQuestion_IsAServerThatDoesNotAnswer(Type failure, string message)
    {
        await using var line = new RedisLine(RedisServer.Parse($"redis:127.0.0.1:{FreePort.Find()}"));

        await Assert.ThrowsAsync<ClusterUnreachableException>(() =>
            line.Ask<int>(_ => throw (Exception)Activator.CreateInstance(failure, message)!));
    }

    private static async Task Tell(RedisProcess redis, string command, params object[] arguments)
    {
        await using var connection = await redis.Server.Connect();
        await connection.GetServers()[0].ExecuteAsync(command, arguments);
    }

    [Fact]
    public async Task Open_OfAClusterWithoutItsServer_IsOneSentence()
    {
        var setting = $"redis:127.0.0.1:{FreePort.Find()}";

        var refusal = await Assert.ThrowsAnyAsync<ClusterException>(() =>
            ClusterConnection.Open(RedisServer.Parse(setting), cancellationToken: TestContext.Current.CancellationToken));

        Assert.StartsWith($"{setting} does not answer", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }
}
