using System.Net;
using Microsoft.Extensions.Logging;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Cluster.Trainers;
using OrleansHybrid.Silo.Machine;
using OrleansHybrid.Silo.Preemption;

namespace OrleansHybrid.Silo;

/// <summary>The options of a silo: a whole cluster in one local folder, or, with <see cref="Membership"/>, one of several silos.</summary>
/// <param name="StateDirectory">
/// The folder of the trainers' register and logs, and of everything without a place of its own: grain state and checkpoints. Created if
/// it is missing.
/// </param>
/// <param name="DataDirectory">The folder of data sets; null if none is needed.</param>
/// <param name="TrainerPath">The trainer: a <c>.dll</c>, or an executable.</param>
/// <param name="HttpPort">Port of metrics and health; 0 takes a free one.</param>
/// <param name="Slots">
/// Number of trials at once; null for <see cref="SlotsPerGpu"/> on each GPU, or one for each core if the trainer can use no GPU.
/// </param>
public sealed record SiloOptions(string StateDirectory, string? DataDirectory, string TrainerPath, int HttpPort = 0, int? Slots = null)
{
    /// <summary>The arguments with which the trainer reads an order from its standard input.</summary>
    public IReadOnlyList<string> TrainerArguments { get; init; } = ["serve"];

    /// <summary>Number of trials that share a GPU.</summary>
    public int SlotsPerGpu { get; init; } = 1;

    /// <summary>The place of the checkpoints, the same for every silo of the cluster; null for a folder in the state folder.</summary>
    public CheckpointPlace? Checkpoints { get; init; }

    /// <summary>True to take that place over from another state, which is lost.</summary>
    public bool AdoptsCheckpoints { get; init; }

    /// <summary>Its place in a cluster; null makes it a cluster of its own, which no other process can reach.</summary>
    public SiloMembership? Membership { get; init; }

    /// <summary>The source of the cloud's notices that this machine is about to stop; null without one.</summary>
    public NoticeSource? Notices { get; init; }

    /// <summary>
    /// The token with which other machines may drain this silo over HTTP, use its page and its API, and see its dashboard. If it is null,
    /// no other machine may drain it, and the page has the token of the state folder.
    /// </summary>
    public string? DrainToken { get; init; }

    /// <summary>True to show Orleans' own dashboard, which costs every grain call a little.</summary>
    public bool HasDashboard { get; init; }

    /// <summary>
    /// Names by which metrics, health and dashboard may be requested, beside addresses and localhost. If empty, any name is permitted
    /// except by the loopback address.
    /// </summary>
    public IReadOnlyCollection<string> HttpHosts { get; init; } = [];

    public ClusterTimings Timings { get; init; } = new();

    /// <summary>The level of the console's log. Important messages reach the caller as an exception or a sweep's trouble.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Critical;

    /// <summary>True if it hosts sweeps and trials, answers for them, and trains nothing.</summary>
    public bool OnlyAnswers { get; init; }

    /// <summary>Finds the GPUs that the trainer can use.</summary>
    internal Func<TrainerLaunch, GpuFinding> FindGpus { get; init; } =
        launch => launch.CanUseGpus ? GpuProbe.FindGpus() : new GpuFinding([]);

    /// <summary>The address of metrics and health; the loopback address also answers.</summary>
    internal IPAddress Address => Membership?.Address ?? IPAddress.Loopback;

    /// <summary>True to serve the page and its API; a silo that only trains never does.</summary>
    public bool HasPage { get; init; } = true;

    /// <summary>True if it serves the page: a silo that only trains may not reach what the page shows, and leaves at any moment.</summary>
    internal bool ServesPage => HasPage && Membership?.Role is not SiloRole.Gpu;

    internal bool Trains => !OnlyAnswers && Membership?.Role is not SiloRole.Control;

    /// <exception cref="SiloException">An option cannot be used.</exception>
    public SiloOptions Validated()
    {
        if (HttpPort is < 0 or > ushort.MaxValue)
            throw new SiloException($"The HTTP port {HttpPort} does not exist. Choose one from 1 to 65535, or 0 for a free one.");
        Membership?.Validate();
        if (SlotsPerGpu < 1) throw new SiloException($"{SlotsPerGpu} slots a GPU train nothing. Ask for at least 1.");
        if (Slots is < 1) throw new SiloException($"A silo with {Slots} slots trains nothing. Ask for at least 1.");
        if (!OnlyAnswers && !File.Exists(TrainerPath))
            throw new SiloException(
                $"{TrainerPath}: the trainer is missing. Run 'dotnet build -c Release src/OrleansHybrid.Trainer'.");
        if (DataDirectory is not null && !Directory.Exists(DataDirectory))
            throw new SiloException($"{DataDirectory}: the data folder does not exist. Give the folder that holds the data sets.");
        return this;
    }
}
