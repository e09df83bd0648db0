using Microsoft.Extensions.Logging;
using OrleansHybrid.Cluster.Contracts;

namespace OrleansHybrid.Cluster.Sweeps;

/// <summary>The log messages of a sweep's grain and its parts.</summary>
internal static partial class SweepLog
{
    [LoggerMessage(LogLevel.Warning, "{Sweep}: {Stranger}; it gets none of its trials")]
    public static partial void LogStranger(this ILogger log, string sweep, string stranger);

    [LoggerMessage(LogLevel.Debug, "Leased {Trial} to {Slot}")]
    public static partial void LogLeased(this ILogger log, string trial, string slot);

    [LoggerMessage(LogLevel.Warning, "{Sweep}: {Leases} trials are leased and no more at once: {Message}")]
    public static partial void LogBatchCut(this ILogger log, string sweep, int leases, string message);

    [LoggerMessage(LogLevel.Information, "{Sweep}: trial {Index} is back ({Reason}) {Trouble}")]
    public static partial void LogReleased(this ILogger log, string sweep, int index, ReleaseReason reason, string? trouble);

    [LoggerMessage(LogLevel.Warning, "{Sweep}: another activation writes the ledger, this one ends: {Message}")]
    public static partial void LogConflict(this ILogger log, string sweep, string message);

    [LoggerMessage(LogLevel.Warning, "{Sweep}: the ledger is not saved, will try again: {Message}")]
    public static partial void LogNotSaved(this ILogger log, string sweep, string message);

    [LoggerMessage(LogLevel.Warning, "{Sweep}: not all checkpoints that save_sweep_best gives up are deleted: {Message}")]
    public static partial void LogNotRetained(this ILogger log, string sweep, string message);

    [LoggerMessage(LogLevel.Warning, "{Sweep}: its reminder is not set, will try again: {Message}")]
    public static partial void LogNotReminded(this ILogger log, string sweep, string message);
}
