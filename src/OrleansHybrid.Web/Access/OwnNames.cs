using System.Net;
using Microsoft.AspNetCore.Http;

namespace OrleansHybrid.Web.Access;

/// <summary>
/// The names of this silo. A page in a browser can resolve a name of its own to this machine's loopback address and would read the
/// answer (DNS rebinding), but it cannot call itself localhost or use an address.
/// </summary>
/// <param name="given">Names given to this silo.</param>
public sealed class OwnNames(IReadOnlyCollection<string> given)
{
    private static readonly string[] Always = ["localhost", Environment.MachineName, "host.docker.internal", "host.containers.internal"];

    /// <summary>True if a request names this silo by an address or by one of its names, with any port.</summary>
    public bool Has(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var host = context.Request.Host.Host.TrimEnd('.');
        // Every browser names a host; some probes do not.
        if (host.Length == 0 || IPAddress.TryParse(host.Trim('[', ']'), out _)) return true;
        return host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || Always.Concat(given).Contains(host, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The same for metrics and health: if no names are given, only requests by the loopback address are checked, because a scraper may
    /// know this machine by any name.
    /// </summary>
    public bool HasForScrapers(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Has(context)
            || (given.Count == 0 && context.Connection.LocalIpAddress is { } reached && !IPAddress.IsLoopback(reached));
    }
}
