using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Tests.Testing;

namespace OrleansHybrid.Cluster.Tests.Hosting;

/// <summary>Whom a machine with a certificate believes.</summary>
public sealed class ClusterIdentityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _authority = TestCertificates.Authority("ours");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Trusts_EverybodyOfTheClustersAuthority_AndNobodyElse()
    {
        Write(_authority.Issue("here"));
        var identity = ClusterIdentity.Read(_folder.Path);

        Assert.True(identity.Own.HasPrivateKey);
        Assert.True(identity.Trusts(_authority.Issue("there")));
        Assert.Null(identity.LastRefusal);
        Assert.False(identity.Trusts(TestCertificates.Authority("ours").Issue("stranger")));
        Assert.Contains("CN=stranger is not trusted", identity.LastRefusal, StringComparison.Ordinal);
        Assert.False(identity.Trusts(_authority.Issue("late", until: DateTimeOffset.UnixEpoch.AddYears(50))));
    }

    [Fact]
    public void Read_OfWhatCannotBeUsed_SaysWhy()
    {
        Assert.Contains("tls.crt, tls.key and ca.crt", Refused(), StringComparison.Ordinal);

        Write(_authority.Issue("late", until: DateTimeOffset.UnixEpoch.AddYears(50)));
        Assert.Contains("is not trusted by ca.crt beside it", Refused(), StringComparison.Ordinal);
        Assert.Contains("expired", Refused(), StringComparison.Ordinal);

        Write(_authority.Issue("here"));
        File.WriteAllText(_folder["ca.crt"], TestCertificates.Authority("other").ExportCertificatePem());
        Assert.Contains("is not trusted by ca.crt", Refused(), StringComparison.Ordinal);

        using var stranger = ECDsa.Create();
        File.WriteAllText(_folder["tls.key"], stranger.ExportPkcs8PrivateKeyPem());
        Assert.Contains("cannot be used", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void Files_ThatAreRenewed_CountWithoutARestart_AndHalfASetDoesNot()
    {
        var (first, next) = (_authority.Issue("first"), TestCertificates.Authority("next"));
        Write(first);
        var identity = ClusterIdentity.Read(_folder.Path);
        var renewed = next.Issue("renewed");

        File.WriteAllText(_folder["tls.crt"], renewed.ExportCertificatePem());
        Assert.Equal(first.Thumbprint, identity.Own.Thumbprint);
        Assert.False(identity.Trusts(next.Issue("there")));

        TestCertificates.Write(_folder.Path, renewed, next);
        Assert.Equal(renewed.Thumbprint, identity.Own.Thumbprint);
        Assert.True(identity.Trusts(next.Issue("there")));
        Assert.False(identity.Trusts(_authority.Issue("there")));
    }

    private string Refused() => Assert.Throws<ClusterException>(() => ClusterIdentity.Read(_folder.Path)).Message;

    private void Write(X509Certificate2 own) => TestCertificates.Write(_folder.Path, own, _authority);
}
