using System.Net;
using System.Net.Sockets;

namespace OrleansHybrid.Testing;

public static class FreePort
{
    /// <summary>A port of this machine that nobody listens on.</summary>
    public static int Find()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
