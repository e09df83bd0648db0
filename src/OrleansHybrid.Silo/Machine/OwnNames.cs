using System.Net;
using Microsoft.AspNetCore.Http;

namespace OrleansHybrid.Silo.Machine;

/// <summary>
/// Answers only requests for a name of this silo. A page in a browser can resolve a name of its own to this machine's loopback address
/// and would read the answer, but it cannot call itself localhost or use an address.
/// </summary>
/// <param name="given">
/// Names given to this silo. If there are none, only requests by the loopback address are checked, because a scraper may know this
/// machine by any name.
/// </param>
internal sealed class OwnNames(IReadOnlyCollection<string> given)
{
    private static readonly string[] Always = ["localhost", Environment.MachineName, "host.docker.internal", "host.containers.internal"];

    public async Task Guard(HttpContext context, RequestDelegate next)
    {
        if (AreAsked(context))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        await context.Response.WriteAsync(
            "This is not a name of this silo. Use its address or localhost, or start it with --http-host and the name.\n");
    }

    internal bool AreAsked(HttpContext context)
    {
        var host = context.Request.Host.Host.TrimEnd('.');
        // Every browser names a host; some probes do not.
        if (host.Length == 0 || IPAddress.TryParse(host.Trim('[', ']'), out _)) return true;
        if (host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || Always.Concat(given).Contains(host, StringComparer.OrdinalIgnoreCase))
            return true;
        return given.Count == 0 && context.Connection.LocalIpAddress is { } reached && !IPAddress.IsLoopback(reached);
    }
}
