using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Reading;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;
using OrleansHybrid.Web.Access;
using OrleansHybrid.Web.Answers;
using OrleansHybrid.Web.Mirrors;

namespace OrleansHybrid.Web.Api;

/// <summary>The machines, the queue for their slots, and the caller itself.</summary>
internal static class FleetEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/session", (WebOptions options, Callers callers, TimeProvider time, HttpContext context) =>
                Results.Json(new SessionAnswer(callers.HasToken(context), options.Version, options.Cluster, time.GetUtcNow())))
            .Produces<SessionAnswer>()
            .WithName("getSession")
            .WithSummary("What the caller may do, and the silo that answers.");
        api.MapGet("/queue", async (SweepMirrors mirrors) => Results.Json(await Queue(mirrors)))
            .Produces<QueueAnswer>()
            .WithName("getQueue")
            .WithSummary("The sweeps in the order in which free slots are offered to them.");
        api.MapGet("/silos", async (SweepMirrors mirrors) => Results.Json(await Silos(mirrors)))
            .Produces<SilosAnswer>()
            .WithName("getSilos")
            .WithSummary("The silos of the cluster, with their slots.");
        api.MapGet("/sd/prometheus", async (SweepMirrors mirrors, HttpContext context) =>
                Results.Json(await Targets(mirrors, context.Connection.LocalPort)))
            .Produces<IReadOnlyList<PrometheusTarget>>()
            .WithName("getPrometheusTargets")
            .WithSummary("The silos as targets of Prometheus' HTTP service discovery, for silos that all use the port of this one.");
    }

    public static async Task<SilosAnswer> Silos(SweepMirrors mirrors) => new(
    [
        .. from silo in await Fleet.Read(mirrors.Grains, mirrors.Calls, withLeft: false)
           select new SiloAnswer(
               silo.Address,
               silo.Member.HostName,
               silo.Status,
               silo.Role,
               silo.Training?.Kind.Spelled(),
               silo.Training?.Slots ?? 0,
               silo.Training?.Busy ?? 0,
               silo.Started,
               silo.Aside),
    ]);

    private static async Task<QueueAnswer> Queue(SweepMirrors mirrors)
    {
        var entries = await mirrors.Calls.Repeat(mirrors.Grains.GetScheduler().Queue);
        var statuses = await Task.WhenAll(
            entries.Select(entry => mirrors.Calls.FindStatus(mirrors.Grains.GetGrain<ISweepGrain>(entry.Sweep))));
        return new(
        [
            .. from row in entries.Zip(statuses).Index()
               let entry = row.Item.First
               let status = row.Item.Second
               where status is not null
               select new QueuedSweep(
                   row.Index + 1,
                   entry.Sweep,
                   entry.Share.Priority,
                   entry.Share.Weight,
                   entry.Slots,
                   entry.Share.MaxSlots,
                   status.Count(TrialState.Pending) + status.Count(TrialState.Preempted),
                   status.Waiting?.Message),
        ]);
    }

    private static async Task<IReadOnlyList<PrometheusTarget>> Targets(SweepMirrors mirrors, int port) =>
    [
        .. from silo in (await Silos(mirrors)).Silos
           where silo.Status == "active"
           select new PrometheusTarget(
               [$"{silo.Address[..silo.Address.LastIndexOf(':')]}:{port}"],
               new Dictionary<string, string> { ["host"] = silo.Host, ["role"] = silo.Role ?? "" }),
    ];
}
