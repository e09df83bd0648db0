using Microsoft.Extensions.Logging;
using OrleansHybrid.Cluster.Hosting;

namespace OrleansHybrid.Silo;

/// <summary>A silo with everything in one local folder.</summary>
/// <param name="StateDirectory">Folder of the grain state, the checkpoints and the logs; made where it is missing.</param>
/// <param name="DataDirectory">Where data sets lie; null where none is needed.</param>
/// <param name="TrainerPath">The trainer: a <c>.dll</c>, or a program that runs by itself.</param>
/// <param name="HttpPort">Port of metrics and health on 127.0.0.1; 0 takes a free one.</param>
/// <param name="Slots">Trials at once; null takes one a GPU, or one a core where the trainer can use no GPU.</param>
public sealed record SiloOptions(string StateDirectory, string? DataDirectory, string TrainerPath, int HttpPort = 0, int? Slots = null)
{
    /// <summary>What makes the trainer listen for an order on its standard input.</summary>
    public IReadOnlyList<string> TrainerArguments { get; init; } = ["serve"];

    public ClusterTimings Timings { get; init; } = new();

    /// <summary>What goes to the console; what a person must know reaches the caller as an exception or a sweep's trouble.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Critical;

    /// <exception cref="SiloException">An option cannot be used.</exception>
    public SiloOptions Validated()
    {
        if (HttpPort is < 0 or > ushort.MaxValue)
            throw new SiloException($"The HTTP port {HttpPort} does not exist. Choose one from 1 to 65535, or 0 for a free one.");
        if (Slots is < 1) throw new SiloException($"A silo with {Slots} slots trains nothing. Ask for at least 1.");
        if (!File.Exists(TrainerPath))
            throw new SiloException(
                $"{TrainerPath}: the trainer is missing. Run 'dotnet build -c Release src/OrleansHybrid.Trainer'.");
        if (DataDirectory is not null && !Directory.Exists(DataDirectory))
            throw new SiloException($"{DataDirectory}: the data folder does not exist. Give the folder that holds the data sets.");
        return this;
    }
}
