using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.MembershipService;
using Orleans.Storage;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Silo.Machine;
using OrleansHybrid.Silo.Preemption;
using OrleansHybrid.Web.Access;

namespace OrleansHybrid.Silo;

/// <summary>
/// A silo in this process: a whole cluster, durable in one folder, or a member of a cluster. It listens only on the loopback address
/// unless its options name another.
/// </summary>
public sealed class SiloHost : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly StateLock? _lock;
    private readonly int _gatewayPort;
    private readonly string _token;
    private bool _isStarted;

    private SiloHost(WebApplication application, StateLock? stateLock, SiloOptions options, int gatewayPort, string token)
    {
        (_application, _lock, Options) = (application, stateLock, options);
        (_gatewayPort, _token) = (gatewayPort, token);
    }

    public SiloOptions Options { get; }

    public IClusterClient Cluster => _application.Services.GetRequiredService<IClusterClient>();

    /// <summary>A description of its slots.</summary>
    public string Slots => _application.Services.GetService<SlotPool>()?.ToString() ?? "no slots";

    /// <summary>A notice about GPUs that it does not use; null without one.</summary>
    public string? SlotsNote => _application.Services.GetService<SlotPool>()?.Note;

    /// <summary>The address of <c>/metrics</c>, <c>/health/live</c> and <c>/health/ready</c>, once started.</summary>
    public Uri HttpAddress =>
        new(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>The address of the page, once started; with the token if that is of the state folder. Null without a page.</summary>
    public Uri? PageAddress =>
        !Options.ServesPage ? null
        : Options.Membership is null ? new(HttpAddress, $"login?t={_token}")
        : HttpAddress;

    /// <exception cref="SiloException">An option cannot be used, or another silo uses the state folder.</exception>
    /// <exception cref="ClusterException">The requested GPUs do not exist, or the limit of open files is too low.</exception>
    public static SiloHost Build(SiloOptions options)
    {
        options.Validated();
        OpenFiles.Require();
        var state = new StateDirectory(Path.GetFullPath(options.StateDirectory));
        // Members share what they must share under rules of its own.
        var stateLock = options.Membership is null ? StateLock.Take(state.Root) : null;
        try
        {
            var gatewayPort = options is { Membership: null, OnlyAnswers: false } ? LocalPorts.Free() : 0;
            var token = options.DrainToken ?? Token(state.Root);
            return new(SiloWiring.Compose(options, state, gatewayPort, token), stateLock, options, gatewayPort, token);
        }
        catch
        {
            stateLock?.Dispose();
            throw;
        }
    }

    /// <exception cref="SiloException">The HTTP port is in use, or the state folder cannot be written.</exception>
    /// <exception cref="GrainStorageException">The grain state cannot be opened.</exception>
    /// <exception cref="CheckpointStoreException">The checkpoints cannot be read or written.</exception>
    /// <exception cref="ClusterException">
    /// A store of the cluster does not answer, may lose acknowledged writes, or has another time than this machine.
    /// </exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (Options.Membership is { } membership) await membership.CheckStores();
        if (_application.Services.GetService<StoreWatch>() is { } stores) await stores.Begin();
        // Also where it does not train: the mistake should show on the first silo that makes it.
        if (!Options.OnlyAnswers) await _application.Services.GetRequiredService<ICheckpointStore>().RequireAccess(cancellationToken);
        // Opens the state now, so that its faults reach the caller and not the first grain.
        _application.Services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Sweeps);
        try
        {
            await _application.StartAsync(cancellationToken);
            _isStarted = true;
        }
        catch (IOException cause) when (cause.InnerException is AddressInUseException)
        {
            throw new SiloException($"Port {Options.HttpPort} of {Options.Address} is in use. Choose another, or 0 for a free one.", cause);
        }
        catch (OrleansClusterConnectivityCheckFailedException cause)
        {
            throw new ClusterException(Options.Membership!.WhyNotJoined, cause);
        }

        if (Options is { Membership: null, OnlyAnswers: false }) TakeDown();
    }

    private void TakeDown()
    {
        try
        {
            if (Options.Checkpoints is { } place) PlaceNote.Write(Options.StateDirectory, place);
            new LocalGateway(_gatewayPort, HttpAddress.ToString()).Write(Options.StateDirectory);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(Options.StateDirectory, failure);
        }
    }

    private static string Token(string folder)
    {
        try
        {
            return OperatorToken.Of(folder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(folder, failure);
        }
    }

    private static SiloException Unwritable(string folder, Exception failure) => new(
        $"{folder} cannot be written: {failure.Message.TrimEnd('.')}. Free space there, or let this user write there.", failure);

    /// <summary>Returns when the silo should leave: by request of the caller, by a drain over HTTP, or by the cloud's notice.</summary>
    public Task Leaving(CancellationToken wish) => Task.WhenAny(
        _application.Services.GetRequiredService<Departure>().Asked,
        Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, wish));

    /// <summary>The fault of the cluster that makes the silo leave; null without one.</summary>
    public string? Fault => _application.Services.GetRequiredService<Departure>().Fault;

    /// <summary>
    /// Makes every trainer write a checkpoint within the grace period and returns the trials; the cluster continues to answer.
    /// </summary>
    public Task DrainAsync() => _application.Services.DrainSlots();

    /// <summary>Makes every trainer write a checkpoint within the grace period, returns the trials and stops.</summary>
    public Task StopAsync(CancellationToken cancellationToken = default) => _application.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        // Orleans refuses to stop what did not start, and would hide why that is.
        if (_isStarted) await StopAsync();
        await _application.DisposeAsync();
        if (_gatewayPort > 0) LocalGateway.Remove(Options.StateDirectory);
        _lock?.Dispose();
    }
}
