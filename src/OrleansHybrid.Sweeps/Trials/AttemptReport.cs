namespace OrleansHybrid.Sweeps.Trials;

/// <summary>The sender of a report on a trial.</summary>
/// <param name="Attempt">The number of its attempt.</param>
/// <param name="HeldSeconds">Time that the attempt has had its slots, by the monotonic clock of its machine.</param>
/// <param name="Lease">
/// The key of its lease. It tells attempts apart that have the same number because the sweep was deleted and
/// submitted again. Null in reports of silos of an older version, which are identified by the number alone.
/// </param>
public readonly record struct AttemptReport(int Attempt, double HeldSeconds, string? Lease = null);

/// <summary>The known slot time of a lease without a report from its holder.</summary>
/// <param name="Lease">Its key.</param>
/// <param name="Seconds">Time that it had its slots, up to its last message.</param>
public sealed record HeldTime(string Lease, double Seconds);
