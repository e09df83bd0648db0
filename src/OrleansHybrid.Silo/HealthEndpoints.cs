using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OrleansHybrid.Silo;

/// <summary>
/// The health endpoints. <c>/health/live</c> says that the process answers and checks nothing else, because a restart would not repair
/// Redis. <c>/health/ready</c> says whether the cluster answers through it, and if not, why.
/// </summary>
internal static class HealthEndpoints
{
    public static void Map(WebApplication application)
    {
        application.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        application.MapHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = Answer });
    }

    private static Task Answer(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "text/plain";
        var why = report.Entries.Values.Select(check => check.Description).OfType<string>();
        return context.Response.WriteAsync(string.Join(": ", [report.Status.ToString(), .. why]));
    }
}
