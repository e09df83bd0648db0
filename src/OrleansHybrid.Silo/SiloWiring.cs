using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Orleans.Dashboard;
using Orleans.Providers;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Cluster.Trainers;
using OrleansHybrid.Silo.Machine;
using OrleansHybrid.Silo.Preemption;
using OrleansHybrid.Web;
using OrleansHybrid.Web.Access;

namespace OrleansHybrid.Silo;

/// <summary>Builds a silo from its options.</summary>
internal static class SiloWiring
{
    // The drain, and then some for the last writes.
    internal static readonly TimeSpan ShutdownMargin = TimeSpan.FromSeconds(15);

    /// <param name="gatewayPort">The port by which consoles join a silo that is a cluster of its own; 0 for none.</param>
    /// <param name="token">The secret of those who may change anything.</param>
    public static WebApplication Compose(SiloOptions options, StateDirectory state, int gatewayPort, string token)
    {
        // Not the working directory: a stray appsettings.json there must not configure a silo.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders()
            .AddSimpleConsole(console => (console.SingleLine, console.ColorBehavior) = (true, LoggerColorBehavior.Disabled))
            .SetMinimumLevel(options.LogLevel)
            // Orleans' placement runs every call through it, and it tells of each.
            .AddFilter("Polly", level => level >= LogLevel.Warning && level >= options.LogLevel);
        builder.WebHost.ConfigureKestrel(server => Listen(server, options));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Timings.Grace + ShutdownMargin);
        builder.Services.AddSingleton(options).AddHealthChecks().AddCheck<Readiness>("cluster");
        builder.Services.AddSingleton<Telemetry>().AddSingleton<Departure>().AddSingleton<Readiness>();
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.UseOrleans(silo =>
        {
            if (options.Membership is { } membership) Join(silo, membership);
            else StandAlone(silo, state, gatewayPort, token);
            silo.AddSweepGrains(options.Timings);
            if (options.HasDashboard) silo.AddDashboard();
        });
        builder.Services.AddCheckpoints(
            options.Checkpoints ?? new CheckpointPlace.Folder(state.CheckpointRoot),
            claims: !options.OnlyAnswers,
            options.Membership?.State.ToString() ?? state.Root,
            options.AdoptsCheckpoints);
        builder.Services.AddKeyedSingleton<IControllable>(
            TrialLogs.Name, (services, _) => new TrialLogs(state, services.GetRequiredService<ILocalSiloDetails>()));
        if (options.Trains) AddTraining(builder.Services, options, state);
        if (options.Notices is { } notices)
            builder.Services.AddHostedService(services => ActivatorUtilities.CreateInstance<NoticePoller>(services, notices));

        if (options.Membership is { } member)
        {
            if (member.Cluster is AzureAccount account) builder.Services.AddTableClaim(account, $"{member.State}");
            builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<StoreWatch>(services, member));
            builder.Services.AddHostedService(services => services.GetRequiredService<StoreWatch>());
        }

        var web = new WebOptions(token, options.HttpHosts, options.Membership?.Cluster.ToString(), ProgramVersion.Own);
        builder.Services.AddWeb(web, options.Timings);
        var application = builder.Build();
        application.UseWebRules();
        application.Services.GetRequiredService<Telemetry>().Map(application);
        HealthEndpoints.Map(application);
        DrainEndpoint.Map(application, options.DrainToken);
        if (options.HasDashboard) application.MapOrleansDashboard("/dashboard");
        if (options.ServesPage) application.MapWeb();
        return application;
    }

    private static void Listen(KestrelServerOptions server, SiloOptions options)
    {
        if (IPAddress.IsLoopback(options.Address))
        {
            server.Listen(options.Address, options.HttpPort);
            return;
        }

        // Who is on this machine reaches it without knowing its address, and needs no token to drain it.
        var port = Port(options.HttpPort, options.Address);
        server.Listen(options.Address, port);
        server.Listen(IPAddress.Loopback, port);
    }

    private static void StandAlone(ISiloBuilder silo, StateDirectory state, int gatewayPort, string token)
    {
        silo.UseLocalGateway(LocalPorts.Free(), gatewayPort, token).UseInMemoryReminderService();
        new GrainStateStore.Sqlite(state.GrainState).AddTo(silo);
    }

    private static void Join(ISiloBuilder silo, SiloMembership membership)
    {
        var isGateway = membership.Role is not SiloRole.Gpu;
        silo.JoinCluster(membership.Cluster, membership.Identity).ConfigureEndpoints(
            membership.Address,
            Port(membership.SiloPort, membership.Address),
            isGateway ? Port(membership.GatewayPort, membership.Address) : 0,
            listenOnAnyHostAddress: false);
        membership.State.AddTo(silo);
        silo.Services.AddSingleton<IFatalErrorHandler>(
            services => new Eviction(membership, services.GetRequiredService<IHostApplicationLifetime>()));
        if (membership.Role is SiloRole.Gpu) silo.HostTrialsOnly();
    }

    private static int Port(int asked, IPAddress address) => asked == 0 ? LocalPorts.Free(address) : asked;

    private static void AddTraining(IServiceCollection services, SiloOptions options, StateDirectory state)
    {
        var launch = new TrainerLaunch(Path.GetFullPath(options.TrainerPath), options.TrainerArguments);
        var data = options.DataDirectory is { } folder ? Path.GetFullPath(folder) : null;
        services.AddSlotAgent(SlotsOf(options, launch), state, data, launch);
    }

    private static SlotPool SlotsOf(SiloOptions options, TrainerLaunch launch)
    {
        var (gpus, note) = options.FindGpus(launch);
        return gpus.Count > 0
            ? SlotPool.OfGpus(gpus, options.Slots ?? (gpus.Count * options.SlotsPerGpu), note)
            : SlotPool.OfCores(options.Slots ?? Environment.ProcessorCount, note);
    }
}
