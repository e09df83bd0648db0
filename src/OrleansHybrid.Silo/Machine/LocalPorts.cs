using System.Net;
using System.Net.Sockets;

namespace OrleansHybrid.Silo.Machine;

/// <summary>Ports of this machine's addresses.</summary>
internal static class LocalPorts
{
    /// <summary>A port on which nothing listens at this moment.</summary>
    public static int Free(IPAddress? address = null)
    {
        using var probe = new TcpListener(address ?? IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
