using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OrleansHybrid.Cluster.Connection;

/// <summary>
/// What a silo or a console shows the others, and whom it believes: everybody with a certificate of the cluster's own
/// authority, whatever name is in it, since machines come and go. Files that are renewed count from the next connection on.
/// </summary>
public sealed class ClusterIdentity
{
    private const string CertificateFile = "tls.crt", KeyFile = "tls.key", AuthorityFile = "ca.crt";

    private readonly string _folder;
    private readonly Lock _lock = new();
    private Certificates _certificates;
    private Stamps _stamps;

    private ClusterIdentity(string folder)
    {
        // Before the files are read: what is written meanwhile is read again.
        (_folder, _stamps) = (folder, Stamps.Of(folder));
        _certificates = Load(folder);
    }

    /// <summary>Its certificate, with the private key.</summary>
    public X509Certificate2 Own => Latest().Own;

    /// <summary>Why the last certificate that somebody showed was refused; null where none was.</summary>
    public string? LastRefusal { get; private set; }

    /// <param name="folder">Holds the PEM files <c>tls.crt</c>, <c>tls.key</c> and <c>ca.crt</c>, as a Kubernetes secret of cert-manager
    /// does. <c>ca.crt</c> may hold several authorities, such as an old and a new one.</param>
    /// <exception cref="ClusterException">They cannot be used; the message says why.</exception>
    public static ClusterIdentity Read(string folder) => new(folder);

    public bool Trusts(X509Certificate2 certificate)
    {
        var why = Latest().WhyNotTrusted(certificate);
        if (why is not null) LastRefusal = $"the certificate {certificate.Subject} is not trusted by {_folder}/{AuthorityFile}: {why}";
        return why is null;
    }

    // A set that cannot be used, such as one of which half is written, changes nothing; it is read again when it changes.
    private Certificates Latest()
    {
        lock (_lock)
        {
            var stamps = Stamps.Of(_folder);
            if (stamps == _stamps) return _certificates;
            _stamps = stamps;
            try
            {
                return _certificates = Load(_folder);
            }
            catch (ClusterException unusable)
            {
                LastRefusal = unusable.Message;
                return _certificates;
            }
        }
    }

    private static Certificates Load(string folder)
    {
        try
        {
            using var ephemeral = X509Certificate2.CreateFromPemFile(Path.Combine(folder, CertificateFile), Path.Combine(folder, KeyFile));
            // Some platforms cannot use a key that was never in a store.
            var own = X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pkcs12), null);
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(Path.Combine(folder, AuthorityFile));
            var certificates = new Certificates(own, authorities);
            return certificates.WhyNotTrusted(own) is { } why
                ? throw new ClusterException(
                    $"{Path.Combine(folder, CertificateFile)} is not trusted by {AuthorityFile} beside it: {why}. Issue one that is.")
                : certificates;
        }
        catch (Exception failure) when (
            failure is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new ClusterException(
                $"The cluster's certificate in {folder} cannot be used: {failure.Message} It takes the PEM files {CertificateFile}, "
                    + $"{KeyFile} and {AuthorityFile}.", failure);
        }
    }

    /// <param name="Authorities">The cluster's authority, or an old and a new one while certificates are replaced.</param>
    private sealed record Certificates(X509Certificate2 Own, X509Certificate2Collection Authorities)
    {
        public string? WhyNotTrusted(X509Certificate2 certificate)
        {
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(Authorities);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            return chain.Build(certificate)
                ? null
                : string.Join("; ", chain.ChainStatus.Select(status => status.StatusInformation.Trim().TrimEnd('.')));
        }
    }

    /// <summary>By which renewed files are told from those that were read; a file that is missing has the system's earliest time.</summary>
    private readonly record struct Stamps(DateTime Certificate, DateTime Key, DateTime Authority)
    {
        public static Stamps Of(string folder) => new(
            File.GetLastWriteTimeUtc(Path.Combine(folder, CertificateFile)),
            File.GetLastWriteTimeUtc(Path.Combine(folder, KeyFile)),
            File.GetLastWriteTimeUtc(Path.Combine(folder, AuthorityFile)));
    }
}
