using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Cluster.Storage;

namespace OrleansHybrid.Silo;

/// <summary>A whole cluster of one silo in this process, durable in one folder, listening on the loopback address alone.</summary>
public sealed class SiloHost : IAsyncDisposable
{
    // The drain, and then some for the last writes.
    private static readonly TimeSpan ShutdownMargin = TimeSpan.FromSeconds(15);

    private readonly WebApplication _application;
    private readonly StateLock _lock;

    private SiloHost(WebApplication application, StateLock stateLock, SiloOptions options) =>
        (_application, _lock, Options) = (application, stateLock, options);

    public SiloOptions Options { get; }

    public IClusterClient Cluster => _application.Services.GetRequiredService<IClusterClient>();

    /// <summary>Where <c>/metrics</c>, <c>/health/live</c> and <c>/health/ready</c> answer, once started.</summary>
    public Uri HttpAddress =>
        new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <exception cref="SiloException">An option cannot be used, or another silo works on the state folder.</exception>
    public static SiloHost Build(SiloOptions options)
    {
        options.Validated();
        var state = new StateDirectory(Path.GetFullPath(options.StateDirectory));
        var stateLock = StateLock.Take(state.Root);
        try
        {
            return new(Compose(options, state), stateLock, options);
        }
        catch
        {
            stateLock.Dispose();
            throw;
        }
    }

    /// <exception cref="SiloException">The HTTP port is in use.</exception>
    /// <exception cref="GrainStorageException">The grain state cannot be opened.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        // Opens the state now, so that its faults reach the caller and not the first grain.
        _application.Services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Sweeps);
        try
        {
            await _application.StartAsync(cancellationToken);
        }
        catch (IOException cause) when (cause.InnerException is AddressInUseException)
        {
            throw new SiloException($"Port {Options.HttpPort} of 127.0.0.1 is in use. Choose another, or 0 for a free one.", cause);
        }
    }

    /// <summary>Lets every trainer checkpoint within the grace period and hands the trials back; the cluster goes on answering.</summary>
    public Task DrainAsync() => _application.Services.DrainSlots();

    /// <summary>Lets every trainer checkpoint within the grace period, hands the trials back and stops.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => _application.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _application.DisposeAsync();
        _lock.Dispose();
    }

    private static WebApplication Compose(SiloOptions options, StateDirectory state)
    {
        // Not the working directory: a stray appsettings.json there must not configure a silo.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(options.LogLevel);
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, options.HttpPort));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Timings.Grace + ShutdownMargin);
        builder.Services.AddHealthChecks();
        builder.Services.AddSingleton<Telemetry>();
        builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(siloPort: LocalPorts.Free(), gatewayPort: 0)
            .AddSqliteGrainStorage(StorageNames.Sweeps, state.GrainState)
            .AddSweepGrains(options.Timings));
        var launch = new TrainerLaunch(Path.GetFullPath(options.TrainerPath), options.TrainerArguments);
        var data = options.DataDirectory is { } folder ? Path.GetFullPath(folder) : null;
        builder.Services.AddSlotAgent(Slots(options, launch), state, data, launch);

        var application = builder.Build();
        application.Services.GetRequiredService<Telemetry>().Map(application);
        application.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false });
        application.MapHealthChecks("/health/ready");
        return application;
    }

    private static SlotPool Slots(SiloOptions options, TrainerLaunch launch) =>
        launch.CanUseGpus && GpuProbe.FindGpus() is { Count: > 0 } gpus
            ? SlotPool.OfGpus(gpus, options.Slots ?? gpus.Count)
            : SlotPool.OfCores(options.Slots ?? Environment.ProcessorCount);
}
