using System.Security.Cryptography.X509Certificates;
using Orleans.Connections.Security;

namespace OrleansHybrid.Cluster.Connection;

/// <summary>Connections on which both ends show a certificate, and each judges the other's.</summary>
internal static class MutualTls
{
    public static ISiloBuilder UseMutualTls(this ISiloBuilder silo, ClusterIdentity identity) =>
        silo.UseTls(options => Require(options, identity));

    public static IClientBuilder UseMutualTls(this IClientBuilder client, ClusterIdentity identity) =>
        client.UseTls(options => Require(options, identity));

    private static void Require(TlsOptions options, ClusterIdentity identity)
    {
        // At every handshake: renewed files need no restart. Orleans asks for a fixed certificate all the same.
        options.LocalCertificate = identity.Own;
        options.LocalServerCertificateSelector = (_, _) => identity.Own;
        options.LocalClientCertificateSelector = (_, _, _, _, _) => identity.Own;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, _, _) => identity.Trusts(certificate);
        // TLS wants a name to ask for; which one is no matter here.
        options.OnAuthenticateAsClient = (_, handshake) =>
            handshake.TargetHost = identity.Own.GetNameInfo(X509NameType.DnsName, forIssuer: false);
    }
}
