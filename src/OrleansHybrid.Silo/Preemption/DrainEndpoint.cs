using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Web.Access;

namespace OrleansHybrid.Silo.Preemption;

/// <summary>
/// The endpoint <c>POST /lifecycle/drain</c>: every trainer writes a checkpoint, the trials are returned, then the answer is sent and the
/// silo leaves. It serves callers that learn first that this machine will be stopped, such as a preStop hook.
/// </summary>
internal static class DrainEndpoint
{
    public const string Path = "/lifecycle/drain";

    /// <param name="token">
    /// The token that callers from other machines must send as <c>Authorization: Bearer …</c>; null refuses all of them.
    /// </param>
    public static void Map(WebApplication application, string? token) => application.MapPost(Path, async context =>
    {
        if (!MayAsk(context, token))
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

    internal static bool MayAsk(HttpContext context, string? token)
    {
        // A browser names the page that sends it here: no page has any business with the end of a silo.
        if (context.Request.Headers.ContainsKey("Origin")) return false;
        if (context.Connection.RemoteIpAddress is { } caller && IPAddress.IsLoopback(caller)) return true;
        return token is not null && new Callers(token).HasToken(context);
    }
}
