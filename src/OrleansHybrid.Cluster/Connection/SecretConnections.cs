using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Orleans.Configuration;

namespace OrleansHybrid.Cluster.Connection;

/// <summary>
/// Guards the ports of a silo that is a whole cluster on one machine: a connection begins with a secret, which only this user can read.
/// Other users of the machine reach the ports as well.
/// </summary>
internal static class SecretConnections
{
    public static ISiloBuilder RequireSecret(this ISiloBuilder silo, string secret) => silo.Configure<SiloConnectionOptions>(connections =>
    {
        connections.ConfigureGatewayInboundConnection(connection => connection.Use(next => context => Admit(context, next, secret)));
        connections.ConfigureSiloInboundConnection(connection => connection.Use(next => context => Admit(context, next, secret)));
        connections.ConfigureSiloOutboundConnection(connection => connection.Use(next => context => Show(context, next, secret)));
    });

    public static IClientBuilder ShowSecret(this IClientBuilder client, string secret) => client.Configure<ClientConnectionOptions>(
        connections => connections.ConfigureConnection(connection => connection.Use(next => context => Show(context, next, secret))));

    private static async Task Show(ConnectionContext context, ConnectionDelegate next, string secret)
    {
        await context.Transport.Output.WriteAsync(Encoding.UTF8.GetBytes(secret), context.ConnectionClosed);
        await next(context);
    }

    private static async Task Admit(ConnectionContext context, ConnectionDelegate next, string secret)
    {
        var wanted = Encoding.UTF8.GetBytes(secret);
        var input = context.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync(context.ConnectionClosed);
            if (read.Buffer.Length >= wanted.Length)
            {
                var shown = read.Buffer.Slice(0, wanted.Length);
                var isAdmitted = CryptographicOperations.FixedTimeEquals(shown.ToArray(), wanted);
                input.AdvanceTo(shown.End);
                if (isAdmitted) await next(context);
                return;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted || read.IsCanceled) return;
        }
    }
}
