using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OrleansHybrid.Silo.Machine;
using OrleansHybrid.Sweeps.Doctor;

namespace OrleansHybrid.Cli.Doctor;

/// <summary>Whether a silo can listen on ports of this machine, and be reached there.</summary>
internal sealed class PortsCheck() : MachineCheck("ports")
{
    protected override async Task<CheckResult> Run(Machine machine, CancellationToken stop)
    {
        string[] taken = [.. machine.Question.Ports.Select(Obstacle).OfType<string>()];
        if (taken.Length > 0)
            return Broken(
                string.Join("; ", taken), "Choose other ports for the silo, or end the program that listens there (ss -ltnp names it).");
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            using var client = new TcpClient();
            var accepted = listener.AcceptTcpClientAsync(stop);
            await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, stop);
            using var connection = await accepted;
        }
        catch (SocketException refused)
        {
            return Broken(
                $"a port of 127.0.0.1 cannot be used: {refused.Message.TrimEnd('.')}",
                "A console reaches a run, and trainers a page, by the loopback address: let its interface be up and no firewall stop it.");
        }

        return Ok($"127.0.0.1 can be listened on and reached{Free(machine.Question.Ports)}; {Address()}");
    }

    private static string? Obstacle(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Any, port);
            listener.ExclusiveAddressUse = true;
            listener.Start();
            return null;
        }
        catch (SocketException refused)
        {
            return string.Create(CultureInfo.InvariantCulture, $"port {port} cannot be listened on: {refused.Message.TrimEnd('.')}");
        }
    }

    private static string Free(IReadOnlyList<int> ports) =>
        ports.Count == 0 ? "" : $", and {string.Join(", ", ports.Select(port => port.ToString(CultureInfo.InvariantCulture)))} free";

    private static string Address()
    {
        try
        {
            return $"other machines see {MachineAddress.Only()}";
        }
        catch (SiloException several)
        {
            return several.Message.Split(". ")[0].Replace("This machine", "this machine", StringComparison.Ordinal);
        }
    }
}
