using System.Net;
using Microsoft.Extensions.Logging;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Silo.Machine;
using OrleansHybrid.Silo.Preemption;

namespace OrleansHybrid.Silo;

/// <summary>A silo: a whole cluster in one local folder, or, with <see cref="Membership"/>, one of several.</summary>
/// <param name="StateDirectory">
/// Folder of the trainers' register and logs, and of all that no other setting has a place for: grain state and
/// checkpoints. Made where it is missing.
/// </param>
/// <param name="DataDirectory">Where data sets lie; null where none is needed.</param>
/// <param name="TrainerPath">The trainer: a <c>.dll</c>, or a program that runs by itself.</param>
/// <param name="HttpPort">Port of metrics and health; 0 takes a free one.</param>
/// <param name="Slots">
/// Trials at once; null takes <see cref="SlotsPerGpu"/> a GPU, or one a core where the trainer can use no GPU.
/// </param>
public sealed record SiloOptions(string StateDirectory, string? DataDirectory, string TrainerPath, int HttpPort = 0, int? Slots = null)
{
    /// <summary>What makes the trainer listen for an order on its standard input.</summary>
    public IReadOnlyList<string> TrainerArguments { get; init; } = ["serve"];

    /// <summary>Trials that share a GPU.</summary>
    public int SlotsPerGpu { get; init; } = 1;

    /// <summary>Where the checkpoints are, the same for every silo of the cluster; null takes a folder in the state folder.</summary>
    public CheckpointPlace? Checkpoints { get; init; }

    /// <summary>Whether that place is taken over where it belongs to another state: one that is lost.</summary>
    public bool AdoptsCheckpoints { get; init; }

    /// <summary>Its place in a cluster; null makes it a cluster of its own, which no other process can reach.</summary>
    public SiloMembership? Membership { get; init; }

    /// <summary>Where the cloud announces that this machine is about to go; null where none does.</summary>
    public NoticeSource? Notices { get; init; }

    /// <summary>What lets other machines drain this silo over HTTP and see its dashboard; null lets none.</summary>
    public string? DrainToken { get; init; }

    /// <summary>Whether it shows Orleans' own dashboard, which costs every grain call a little.</summary>
    public bool HasDashboard { get; init; }

    /// <summary>Names by which metrics, health and dashboard may be asked for, beside addresses and localhost; any but by the loopback address unless given.</summary>
    public IReadOnlyCollection<string> HttpHosts { get; init; } = [];

    public ClusterTimings Timings { get; init; } = new();

    /// <summary>What goes to the console; what a person must know reaches the caller as an exception or a sweep's trouble.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Critical;

    /// <summary>Whether it keeps sweeps and trials, answers for them, and trains nothing.</summary>
    public bool OnlyAnswers { get; init; }

    /// <summary>Where metrics and health answer; the loopback address does as well.</summary>
    internal IPAddress Address => Membership?.Address ?? IPAddress.Loopback;

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
