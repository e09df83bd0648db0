using Orleans.Connections.Security;

namespace OrleansHybrid.Cluster.Connection;

public sealed partial record ClusterIdentity
{
    partial void Guard(ISiloBuilder silo, ref bool isDone)
    {
        silo.UseTls(Require);
        isDone = true;
    }

    partial void Guard(IClientBuilder client, ref bool isDone)
    {
        client.UseTls(Require);
        isDone = true;
    }

    /// <summary>Both ends show a certificate, and each judges the other's.</summary>
    private void Require(TlsOptions options)
    {
        options.LocalCertificate = Own;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, _, _) => Trusts(certificate);
        // TLS wants a name to ask for; which one is no matter here.
        options.OnAuthenticateAsClient = (_, handshake) =>
            handshake.TargetHost = Own.GetNameInfo(System.Security.Cryptography.X509Certificates.X509NameType.DnsName, forIssuer: false);
    }
}
