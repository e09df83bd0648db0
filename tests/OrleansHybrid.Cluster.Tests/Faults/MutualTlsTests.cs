using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Silo;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Faults;

/// <summary>Several silos that ask each other, and consoles, for certificates.</summary>
public sealed class MutualTlsTests : IDisposable
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    private readonly RedisProcess _redis = new();
    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _authority = TestCertificates.Authority("ours"), _other = TestCertificates.Authority("theirs");

    public void Dispose()
    {
        _redis.Dispose();
        _folder.Dispose();
    }

    [SlowFact]
    public async Task Certificates_RenewedUnderLoad_LoseNoTrial_AndWhoTrustsOnlyTheNewOnesJoins()
    {
        FakeFaults.Hold(Directory.CreateDirectory(_folder["data"]).FullName, step: 4);
        Write("control", _authority.Issue("control"), _authority);
        Write("gpu", _authority.Issue("gpu"), _authority);
        await using var control = await Start(SiloRole.Control, "control");
        await using var gpu = await Start(SiloRole.Gpu, "gpu");
        var sweep = await control.Submit(SweepFiles.OfTrials(4, epochs: 3));
        await Eventually.Is(() => gpu.Journal(sweep, 0).Contains((1, 4)) && gpu.Journal(sweep, 1).Contains((1, 4)), "two trials train");

        // As an operator does: first everybody believes both authorities, then certificates change, then the old one goes.
        Write("control", _authority.Issue("control"), _authority, _other);
        Write("gpu", _authority.Issue("gpu"), _authority, _other);
        Write("control", _other.Issue("control"), _other, _authority);
        Write("gpu", _other.Issue("gpu"), _other, _authority);
        Write("console", _other.Issue("console"), _other);
        await using var console = await Open("console");
        await using var late = await StartWith("late", _other);
        FakeFaults.LetGo(_folder["data"]);

        var rows = await TestSilo.FinishedRows(console.Client.GetGrain<ISweepGrain>(sweep.GetPrimaryKeyString()));
        Assert.All(rows, row => Assert.Equal((TrialState.Completed, 1, 0), (row.State, row.Attempts, row.Preemptions)));
    }

    [SlowFact]
    public async Task Console_WithoutACertificate_OrWithAForeignOne_IsRefusedAndToldWhy()
    {
        Write("control", _authority.Issue("control"), _authority);
        Write("stranger", _other.Issue("stranger"), _other);
        Write("pretender", _other.Issue("pretender"), _other, _authority);
        await using var control = await Start(SiloRole.Control, "control");

        var refusals = await Task.WhenAll(Refused(null), Refused("stranger"), Refused("pretender"));

        Assert.Contains("ask for certificates, name this machine's with --tls DIR", refusals[0], StringComparison.Ordinal);
        Assert.Contains("the certificate CN=control is not trusted by", refusals[1], StringComparison.Ordinal);
        Assert.Contains("do not trust this machine's", refusals[2], StringComparison.Ordinal);
        Write("console", _authority.Issue("console"), _authority);
        await using var console = await Open("console");
    }

    [SlowTheory]
    [InlineData(null, "They may ask for certificates: name this machine's with --tls DIR")]
    [InlineData("stranger", "the certificate CN=control is not trusted by")]
    public async Task Silo_WithoutACertificate_OrWithAForeignOne_DoesNotJoinAndSaysWhy(string? name, string why)
    {
        Write("control", _authority.Issue("control"), _authority);
        Write("stranger", _other.Issue("stranger"), _other);
        await using var control = await Start(SiloRole.Control, "control");

        string[] certificate = name is null ? [] : [_folder[$"tls-{name}"]];
        using var refused = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, ["member", "Gpu", _folder.Path, _redis.Setting, .. certificate])
            {
                RedirectStandardInput = true,
                RedirectStandardError = true,
            })!;
        var words = await refused.StandardError.ReadToEndAsync(Stop);
        await refused.WaitForExitAsync(Stop);

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains(why, words, StringComparison.Ordinal);
    }

    private async Task<string> Refused(string? name) =>
        (await Assert.ThrowsAsync<ClusterUnreachableException>(() => Open(name))).Message;

    private Task<ClusterConnection> Open(string? name) => ClusterConnection.Open(_redis.Server, Identity(name), Stop);

    private Task<TestSilo> Start(SiloRole role, string name) => TestSilo.Start(Options(role, name, name));

    private Task<TestSilo> StartWith(string name, X509Certificate2 authority)
    {
        Write(name, authority.Issue(name), authority);
        return Start(SiloRole.Gpu, name);
    }

    private SiloOptions Options(SiloRole role, string name, string? certificate)
    {
        var options = TestSilo.MemberOptions(_folder.Path, _redis.Server, role, name);
        return options with { Membership = options.Membership! with { Identity = Identity(certificate) } };
    }

    private ClusterIdentity? Identity(string? name) => name is null ? null : ClusterIdentity.Read(_folder[$"tls-{name}"]);

    private void Write(string name, X509Certificate2 own, params IEnumerable<X509Certificate2> trusted) =>
        TestCertificates.Write(_folder[$"tls-{name}"], own, trusted);
}
