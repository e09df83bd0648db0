using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Silo.Machine;

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
        if (!OperatorsOnly.MayAsk(context, token))
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
}
