using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OrleansHybrid.Cluster.Connection;

namespace OrleansHybrid.Cluster.Tests.Hosting;

/// <summary>Whom a machine with a certificate believes.</summary>
public sealed class ClusterIdentityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly X509Certificate2 _authority = Authority("ours");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Trusts_EverybodyOfTheClustersAuthority_AndNobodyElse()
    {
        Write(Issue(_authority, "here"));
        var identity = ClusterIdentity.Read(_folder.Path);

        Assert.True(identity.Own.HasPrivateKey);
        Assert.True(identity.Trusts(Issue(_authority, "there")));
        Assert.False(identity.Trusts(Issue(Authority("ours"), "there")));
        Assert.False(identity.Trusts(Issue(_authority, "late", until: DateTimeOffset.UnixEpoch.AddYears(50))));
    }

    [Fact]
    public void Read_OfWhatCannotBeUsed_SaysWhy()
    {
        Assert.Contains("tls.crt, tls.key and ca.crt", Refused(), StringComparison.Ordinal);

        Write(Issue(_authority, "here"));
        File.WriteAllText(_folder["ca.crt"], Authority("other").ExportCertificatePem());
        Assert.Contains("is not trusted by ca.crt", Refused(), StringComparison.Ordinal);

        using var stranger = ECDsa.Create();
        File.WriteAllText(_folder["tls.key"], stranger.ExportPkcs8PrivateKeyPem());
        Assert.Contains("cannot be used", Refused(), StringComparison.Ordinal);
    }

    private string Refused() => Assert.Throws<ClusterException>(() => ClusterIdentity.Read(_folder.Path)).Message;

    private void Write(X509Certificate2 own)
    {
        File.WriteAllText(_folder["tls.crt"], own.ExportCertificatePem());
        File.WriteAllText(_folder["tls.key"], own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(_folder["ca.crt"], _authority.ExportCertificatePem());
    }

    private static X509Certificate2 Authority(string name)
    {
        var request = new CertificateRequest($"CN={name}", ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string name, DateTimeOffset? until = null)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        return request
            .Create(authority, DateTimeOffset.UnixEpoch, until ?? DateTimeOffset.UnixEpoch.AddYears(190), RandomNumberGenerator.GetBytes(8))
            .CopyWithPrivateKey(key);
    }
}
