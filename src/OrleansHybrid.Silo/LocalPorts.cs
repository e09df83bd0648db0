using System.Net;
using System.Net.Sockets;

namespace OrleansHybrid.Silo;

/// <summary>Ports of the loopback address.</summary>
internal static class LocalPorts
{
    /// <summary>A port that nobody listens on at this moment.</summary>
    public static int Free()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
