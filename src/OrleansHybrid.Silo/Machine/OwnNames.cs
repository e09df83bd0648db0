using System.Net;
using Microsoft.AspNetCore.Http;

namespace OrleansHybrid.Silo.Machine;

/// <summary>
/// Answers who asks for this silo by a name that is its own. A page in a browser can let a name of its own mean this
/// machine's loopback address, and would read what is there; it cannot call itself localhost, or by an address.
/// </summary>
/// <param name="given">Names that somebody has given this silo. Where there are none, only who comes by the loopback address
/// is asked: a scraper may know this machine by any name.</param>
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
        await context.Response.WriteAsync("This silo is not known by that name here. Ask for it by its address or as localhost, or start it with --http-host and the name.\n");
    }

    internal bool AreAsked(HttpContext context)
    {
        var host = context.Request.Host.Host.TrimEnd('.');
        // Every browser names a host; some probes do not.
        if (host.Length == 0 || IPAddress.TryParse(host.Trim('[', ']'), out _)) return true;
        if (host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) || Always.Concat(given).Contains(host, StringComparer.OrdinalIgnoreCase)) return true;
        return given.Count == 0 && context.Connection.LocalIpAddress is { } reached && !IPAddress.IsLoopback(reached);
    }
}
