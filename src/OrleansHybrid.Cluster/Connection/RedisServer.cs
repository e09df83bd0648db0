using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace OrleansHybrid.Cluster.Connection;

/// <summary>
/// A Redis server as a setting names it: <c>redis:host:port</c>, with StackExchange.Redis' own options behind commas
/// (<c>redis:10.0.0.5:6379,password=…,ssl=true</c>).
/// </summary>
public sealed class RedisServer : ClusterServer
{
    private const string Scheme = "redis:";

    // A server that restarts is back within seconds, and whoever waits for an answer repeats the call meanwhile.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Nobody repeats what is asked once at a start, and a disk that is busy may hold a server up while it writes.
    private static readonly TimeSpan PatienceOfOneQuestion = TimeSpan.FromSeconds(10);

    private readonly ConfigurationOptions _options;

    private RedisServer(ConfigurationOptions options, string setting) => (_options, Setting) = (options, setting);

    public override string Setting { get; }

    public override string Proven => "answers, and keeps what it acknowledges";

    /// <summary>True where the written address has a password.</summary>
    public bool HasSecret => _options.Password is { Length: > 0 };

    /// <exception cref="ClusterException">It is no such setting.</exception>
    public static new RedisServer Parse(string setting)
    {
        if (!setting.StartsWith(Scheme, StringComparison.Ordinal)) throw Malformed("it begins with neither 'redis:' nor 'azure:'");
        var parts = setting[Scheme.Length..].Split(',', StringSplitOptions.TrimEntries);
        if (parts[0].Length == 0) throw Malformed("it names no server");
        // Taken for a server's name, a part of a password would be told to everybody.
        if (
            parts.Any(part =>
                part.Contains("//", StringComparison.Ordinal) || (part.Contains('@', StringComparison.Ordinal) && !IsOption(part))))
            throw Malformed("it is a URL, which is not read here");
        if (parts.SkipWhile(part => !IsOption(part)).FirstOrDefault(part => !IsOption(part)) is not null)
            throw Malformed("what follows an option must be one too, and a password cannot have a comma in it");
        ConfigurationOptions options;
        try
        {
            options = ConfigurationOptions.Parse(setting[Scheme.Length..]);
            options.SetDefaultPorts();
        }
        catch (ArgumentException malformed)
        {
            throw Malformed(malformed.Message);
        }

        return options.EndPoints.Count == 0
            ? throw Malformed("it names no server")
            : new(options, Scheme + string.Join(',', parts.Select(WithoutSecret)));
    }

    public override Task Require(bool acceptsDataLoss = false) => acceptsDataLoss ? Task.CompletedTask : RedisDurability.Require(this);

    public override async Task RequireAnswer() => await (await Connect()).DisposeAsync();

    public override RedisLine OpenLine() => new(this);

    internal override void AddMembers(ISiloBuilder silo)
    {
        silo.UseRedisClustering(clustering => clustering.ConfigurationOptions = ConnectionOptions());
        silo.UseRedisReminderService(reminders => reminders.ConfigurationOptions = ConnectionOptions());
    }

    internal override void AddGateways(IClientBuilder client) =>
        client.UseRedisClustering(clustering => clustering.ConfigurationOptions = ConnectionOptions());

    /// <summary>
    /// The options with which a client of Orleans or of ours connects. It goes on connecting for as long as the server is away.
    /// </summary>
    public ConfigurationOptions ConnectionOptions()
    {
        var options = _options.Clone();
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = options.SyncTimeout = options.AsyncTimeout = (int)Patience.TotalMilliseconds;
        options.ReconnectRetryPolicy = new LinearRetry((int)TimeSpan.FromMilliseconds(500).TotalMilliseconds);
        return options;
    }

    /// <summary>A connection for a few questions.</summary>
    /// <exception cref="ClusterException">The server does not answer, or not to this user.</exception>
    internal async Task<ConnectionMultiplexer> Connect()
    {
        var options = ConnectionOptions();
        (options.AbortOnConnectFail, options.AllowAdmin) = (true, true);
        options.AsyncTimeout = (int)PatienceOfOneQuestion.TotalMilliseconds;
        try
        {
            return await ConnectionMultiplexer.ConnectAsync(options);
        }
        catch (Exception failure) when (IsNoAnswer(failure))
        {
            throw NoAnswer(failure);
        }
    }

    /// <summary>True for a question that failed because of its connection.</summary>
    /// <remarks>A connection that is lost under a question fails it with whatever its reader met, a closed pipe or socket among
    /// them.</remarks>
    internal static bool IsNoAnswer(Exception failure) =>
        failure is RedisException or TimeoutException or InvalidOperationException or IOException or System.Net.Sockets.SocketException;

    internal ClusterUnreachableException NoAnswer(Exception failure) => new(
        $"{this} does not answer ({FirstSentence(failure.Message)}). Start the Redis server there, or name another with --cluster.",
        failure);

    /// <summary>True for the same database of the same server, asked in the same way.</summary>
    public override bool Equals(object? obj) => obj is RedisServer server && server._options.ToString() == _options.ToString();

    public override int GetHashCode() => _options.ToString().GetHashCode(StringComparison.Ordinal);

    /// <summary>The server without its secrets.</summary>
    public override string ToString() => Scheme + string.Join(',', _options.EndPoints.Select(Spelled));

    private static bool IsOption(string part) => part.Contains('=', StringComparison.Ordinal);

    private static string WithoutSecret(string part) =>
        part.StartsWith("password", StringComparison.OrdinalIgnoreCase) && IsOption(part) ? "password=…" : part;

    internal static string Spelled(System.Net.EndPoint server) =>
        server is System.Net.DnsEndPoint name ? $"{name.Host}:{name.Port}" : server.ToString()!;

    private static string FirstSentence(string message) => message.Split('.', 2)[0].Trim();

    // Not the setting itself: it may hold a password.
    private static ClusterException Malformed(string why) => new(
        $"The cluster setting is malformed: {why}. Write redis:host:port, with options such as ,password=… behind it; or azure: and a "
            + "storage account.");
}
