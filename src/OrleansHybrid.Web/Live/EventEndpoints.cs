using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OrleansHybrid.Web.Answers;

namespace OrleansHybrid.Web.Live;

/// <summary>The stream of what happens, for browsers' <c>EventSource</c>.</summary>
internal static class EventEndpoints
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/events", (EventStreams streams, HttpContext context, string? sweep, string? since) =>
            {
                // What a browser sends when it connects again is newer than the address.
                var last = context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } id ? id : since;
                context.Response.Headers.CacheControl = "no-store";
                return streams.Open(sweep, string.IsNullOrEmpty(last) ? null : Revisions.Parse(last), context);
            })
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
            .WithName("streamEvents")
            .WithSummary("Server-sent events: rows, reset, status of one sweep; without sweep: sweeps, silos. Ids are revisions.");
}
