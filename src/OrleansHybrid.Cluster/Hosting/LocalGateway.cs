using System.Globalization;
using System.Text.Json;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Cluster.Hosting;

/// <summary>
/// The way to a silo that works on a state folder, for consoles of the same user on the same machine. It lies in the folder while the
/// silo lives, and is void when the silo's lock on the folder is.
/// </summary>
/// <param name="Port">The port of the gateway on the loopback address.</param>
/// <param name="Page">The address of the page.</param>
public sealed record LocalGateway(int Port, string? Page)
{
    private const string FileName = "gateway.json";

    /// <exception cref="IOException">The folder cannot be written.</exception>
    public void Write(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var fresh = string.Create(CultureInfo.InvariantCulture, $"{path}.{Environment.ProcessId}.new");
        File.WriteAllText(fresh, ProtocolJson.Write(this));
        File.Move(fresh, path, overwrite: true);
    }

    public static void Remove(string folder) => File.Delete(Path.Combine(folder, FileName));

    /// <returns>Null if there is none.</returns>
    public static LocalGateway? Find(string folder)
    {
        try
        {
            return ProtocolJson.Read<LocalGateway>(File.ReadAllText(Path.Combine(folder, FileName)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }
}

public static class LocalGateways
{
    /// <summary>Makes the silo a whole cluster on this machine, which consoles with the secret can join.</summary>
    public static ISiloBuilder UseLocalGateway(this ISiloBuilder silo, int siloPort, int gatewayPort, string secret) =>
        silo.UseLocalhostClustering(siloPort, gatewayPort).RequireSecret(secret);
}
