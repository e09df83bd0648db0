using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OrleansHybrid.Cluster.Tests.Testing;

/// <summary>Authorities and certificates of a test's own.</summary>
internal static class TestCertificates
{
    private static readonly DateTimeOffset Past = DateTimeOffset.UnixEpoch;

    public static X509Certificate2 Authority(string name)
    {
        var request = new CertificateRequest($"CN={name}", ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Past, Past.AddYears(200));
    }

    public static X509Certificate2 Issue(this X509Certificate2 authority, string name, DateTimeOffset? until = null)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        return request.Create(authority, Past, until ?? Past.AddYears(190), RandomNumberGenerator.GetBytes(8)).CopyWithPrivateKey(key);
    }

    /// <summary>Writes the three files of a machine, one after the other, as a person does.</summary>
    /// <param name="trusted">The authorities whose certificates it believes.</param>
    public static void Write(string folder, X509Certificate2 own, params IEnumerable<X509Certificate2> trusted)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "ca.crt"), string.Join("\n", trusted.Select(authority => authority.ExportCertificatePem())));
        File.WriteAllText(Path.Combine(folder, "tls.crt"), own.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "tls.key"), own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
    }
}
