using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OrleansHybrid.Cluster.Hosting;

namespace OrleansHybrid.Silo.Preemption;

/// <summary>
/// <c>POST /lifecycle/drain</c>: every trainer checkpoints, the trials are handed back, then comes the answer and the
/// silo leaves. For whoever hears first that this machine will go, such as a preStop hook.
/// </summary>
internal static class DrainEndpoint
{
    public const string Path = "/lifecycle/drain";

    /// <param name="token">What callers from other machines must give as <c>Authorization: Bearer …</c>; null refuses them all.</param>
    public static void Map(WebApplication application, string? token) => application.MapPost(Path, async context =>
    {
        if (!IsAllowed(context, token))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            await context.Response.WriteAsync("Drain from this machine, or with the token that the silo was started with.\n");
            return;
        }

        // Also where the caller hangs up meanwhile.
        await application.Services.DrainSlots();
        var departure = application.Services.GetRequiredService<Departure>();
        context.Response.OnCompleted(() =>
        {
            departure.Ask();
            return Task.CompletedTask;
        });
        await context.Response.WriteAsync("drained\n");
    });

    internal static bool IsAllowed(HttpContext context, string? token)
    {
        // A browser names the page that sends it here: no page has any business with a silo.
        if (context.Request.Headers.ContainsKey("Origin")) return false;
        if (context.Connection.RemoteIpAddress is { } caller && IPAddress.IsLoopback(caller)) return true;
        return token is not null && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes($"Bearer {token}"),
            Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString()));
    }
}
