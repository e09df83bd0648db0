using System.CommandLine;
using System.Net;
using Microsoft.Extensions.Logging;
using OrleansHybrid.Cli.Access;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Options;
using OrleansHybrid.Cli.Running;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Silo;
using OrleansHybrid.Silo.Machine;
using OrleansHybrid.Silo.Preemption;

namespace OrleansHybrid.Cli.Commands;

/// <summary>Runs one silo of a cluster until it is asked to leave.</summary>
internal static class SiloCommand
{
    public const string Name = "silo";

    private const string DrainTokenVariable = "ORLEANSHYBRID_DRAIN_TOKEN", StateVariable = "ORLEANSHYBRID_STATE";

    public static Command Create(Option<bool> verbose)
    {
        var (cluster, tls) = (ClusterOption.Create(), TlsOption.Create());
        var role = new Option<SiloRole>("--role")
        {
            Description = "control: sweeps and scheduler; gpu: trains and may vanish; all: both.",
            DefaultValueFactory = _ => SiloRole.All,
        };
        var state = new Option<string?>("--state")
        {
            Description = "Store of grain state: redis:host:port, or azure: and a connection string or URL; "
                + $"the cluster's own server unless given. The environment variable {StateVariable} is the place for one with a key in it."
        };
        var (checkpoints, adopt) = (CheckpointOption.Create(), CheckpointOption.CreateAdopt());
        var local = new Option<string>("--local")
        {
            Description = "Folder of this machine's trainers and their logs.",
            DefaultValueFactory = _ => ".hybrid",
        };
        var data = DataCommand.DataOption();
        var slots = new Option<int?>("--slots")
        {
            Description = "Trials that may train here at once; one for each GPU, else for each core, unless given."
        };
        var slotsPerGpu = new Option<int>("--slots-per-gpu") { Description = "Trials that share a GPU.", DefaultValueFactory = _ => 1 };
        var port = new Option<int?>("--port") { Description = "Port of metrics, health and drain; a free one unless given." };
        var httpHosts = new Option<string[]>("--http-host")
        {
            HelpName = "name",
            Description = "A name by which --port may be requested, such as a proxy's; other names are refused then. "
                + "Unless given, any name is permitted, but by the loopback address only localhost. May be repeated.",
        };
        var address = new Option<string>("--address")
        {
            Description = "Address of this machine at which the other silos reach it; auto if it has only one.",
            DefaultValueFactory = _ => IPAddress.Loopback.ToString(),
        };
        var siloPort = new Option<int>("--silo-port") { Description = "Port for the other silos; a free one unless given." };
        var gatewayPort = new Option<int>("--gateway-port") { Description = "Port for consoles; a free one unless given." };
        var trusted = new Option<bool>("--trusted-network")
        {
            Description = "Permit everybody who can reach --address to command the cluster."
        };
        var grace = new Option<string>("--grace")
        {
            Description = "Time for a last checkpoint when the silo leaves, such as 25s.",
            DefaultValueFactory = _ => "25s",
        };
        var notices = new Option<string?>("--preemption-notices")
        {
            Description = "Leave when this cloud announces the machine's end: aws, gce or azure."
        };
        var noticeUrl = new Option<string?>("--preemption-url")
        {
            Description = "URL of the announcement; the cloud's own metadata endpoint unless given."
        };
        notices.AcceptOnlyFromAmong([.. NoticeSource.Clouds]);
        var dataLoss = new Option<bool>("--accept-data-loss") { Description = "Accept a Redis server that may lose acknowledged writes." };

        var dashboard = new Option<bool>("--dashboard")
        {
            Description = "Show Orleans' own dashboard at /dashboard of --port, to callers on this machine or with the drain token."
        };
        var probe = new Option<bool>("--health-probe")
        {
            Description = "Start no silo: report whether the silo on --port of this machine is ready."
        };
        var drain = new Option<bool>("--drain")
        {
            Description = "Start no silo: let the silo on --port of this machine checkpoint its trials and leave."
        };

        var command = new Command(Name, "Run one silo of a cluster, until it is told to leave (Ctrl-C or SIGTERM).")
        {
            role, cluster, tls, state, checkpoints, adopt, local, data, slots, slotsPerGpu, port, httpHosts, address, siloPort, gatewayPort,
            trusted, grace, notices, noticeUrl, dataLoss,
            dashboard, probe, drain,
        };
        slots.Within(1);
        slotsPerGpu.Within(1);
        port.Within(0, WholeNumbers.MostPort);
        siloPort.Within(0, WholeNumbers.MostPort);
        gatewayPort.Within(0, WholeNumbers.MostPort);
        command.SetAction((arguments, stop) =>
        {
            if (arguments.GetValue(probe)) return LocalSilo.Probe(Port(arguments.GetValue(port)), stop);
            if (arguments.GetValue(drain)) return LocalSilo.Drain(Port(arguments.GetValue(port)), stop);
            var server = arguments.Server(cluster);
            var membership = new SiloMembership(
                server,
                (arguments.GetValue(state) ?? ConsoleSettings.Find(ConsoleSettings.StateKey)) is { } setting
                    ? GrainStateStore.Parse(setting)
                    : GrainStateStore.Of(server))
            {
                Role = arguments.GetValue(role),
                Address = Address(arguments.GetRequiredValue(address)),
                Identity = arguments.Identity(tls),
                TrustsNetwork = arguments.GetValue(trusted),
                SiloPort = arguments.GetValue(siloPort),
                GatewayPort = arguments.GetValue(gatewayPort),
                AcceptsDataLoss = arguments.GetValue(dataLoss),
            };
            return new SiloRun(new(
                arguments.GetRequiredValue(local),
                arguments.GetValue(data),
                Trainer.Locate().Path,
                arguments.GetValue(port) ?? 0,
                arguments.GetValue(slots))
            {
                Membership = membership,
                Checkpoints = arguments.Place(checkpoints, server),
                AdoptsCheckpoints = arguments.GetValue(adopt),
                SlotsPerGpu = arguments.GetValue(slotsPerGpu),
                Notices = arguments.GetValue(notices) is { } cloud ? NoticeSource.Of(cloud, Url(arguments.GetValue(noticeUrl))) : null,
                HttpHosts = arguments.GetValue(httpHosts) ?? [],
                HasDashboard = arguments.GetValue(dashboard),
                DrainToken = Environment.GetEnvironmentVariable(DrainTokenVariable) is { Length: > 0 } token ? token : null,
                Timings = new() { Grace = Seconds(arguments.GetRequiredValue(grace)) },
                LogLevel = arguments.GetValue(verbose) ? LogLevel.Information : LogLevel.Critical,
            }).Execute();
        });
        return command;
    }

    private static int Port(int? port) => port ?? throw new UserException("Which silo? Give the --port that it was started with.");

    private static IPAddress Address(string text) =>
        text == "auto" ? MachineAddress.Only()
        : IPAddress.TryParse(text, out var address)
            ? address
            : throw new UserException($"--address {text}: give this machine's IP address, such as 10.0.0.7.");

    private static Uri? Url(string? text) =>
        text is null ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
        : throw new UserException($"--preemption-url {text}: give a whole URL, such as http://127.0.0.1:8080/preempted.");

    private static TimeSpan Seconds(string text) =>
        int.TryParse(text.EndsWith('s') ? text[..^1] : text, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : throw new UserException($"--grace {text}: give whole seconds, such as 25s.");
}
