using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace OrleansHybrid.Silo.Machine;

/// <summary>The address of a machine that has only one, such as a container.</summary>
public static class MachineAddress
{
    /// <exception cref="SiloException">The machine has no address except the loopback's, or several.</exception>
    public static IPAddress Only()
    {
        IPAddress[] all =
        [
            .. NetworkInterface.GetAllNetworkInterfaces()
                .Where(network =>
                    network.OperationalStatus is OperationalStatus.Up && network.NetworkInterfaceType is not NetworkInterfaceType.Loopback)
                .SelectMany(network => network.GetIPProperties().UnicastAddresses)
                .Select(unicast => unicast.Address)
                .Where(address => address.AddressFamily is AddressFamily.InterNetwork),
        ];
        return all is [var only]
            ? only
            : throw new SiloException(
                $"This machine has {(all is [] ? "no address in a network" : $"the addresses {string.Join(", ", all.AsEnumerable())}")}. "
                + "Give the one at which the other silos reach it with --address.");
    }
}
