using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OrleansHybrid.Cluster.Connection;

/// <summary>
/// What a silo or a console shows the others, and whom it believes: everybody with a certificate of the cluster's own
/// authority, whatever name is in it, since machines come and go.
/// </summary>
/// <param name="Own">Its certificate, with the private key.</param>
/// <param name="Authorities">The cluster's authority, or an old and a new one while certificates are replaced.</param>
public sealed record ClusterIdentity(X509Certificate2 Own, X509Certificate2Collection Authorities)
{
    private const string CertificateFile = "tls.crt", KeyFile = "tls.key", AuthorityFile = "ca.crt";

    /// <param name="folder">Holds the PEM files <c>tls.crt</c>, <c>tls.key</c> and <c>ca.crt</c>, as a Kubernetes secret of cert-manager
    /// does.</param>
    /// <exception cref="ClusterException">They cannot be used; the message says why.</exception>
    public static ClusterIdentity Read(string folder)
    {
        try
        {
            using var ephemeral = X509Certificate2.CreateFromPemFile(Path.Combine(folder, CertificateFile), Path.Combine(folder, KeyFile));
            // Some platforms cannot use a key that was never in a store.
            var own = X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pkcs12), null);
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(Path.Combine(folder, AuthorityFile));
            var identity = new ClusterIdentity(own, authorities);
            return identity.WhyNotTrusted(own) is { } why
                ? throw new ClusterException(
                    $"{Path.Combine(folder, CertificateFile)} is not trusted by {AuthorityFile} beside it: {why}. Issue one that is.")
                : identity;
        }
        catch (Exception failure) when (
            failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new ClusterException(
                $"The cluster's certificate in {folder} cannot be used: {failure.Message} It takes the PEM files {CertificateFile}, "
                    + $"{KeyFile} and {AuthorityFile}.", failure);
        }
    }

    public bool Trusts(X509Certificate2 certificate) => WhyNotTrusted(certificate) is null;

    private string? WhyNotTrusted(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(Authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate) ? null : string.Join("; ", chain.ChainStatus.Select(status => status.StatusInformation.Trim()));
    }
}
