namespace OrleansHybrid.Sweeps.Trials;

/// <summary>Who reports on a trial.</summary>
/// <param name="Attempt">The number of its attempt.</param>
/// <param name="HeldSeconds">Time that the attempt has had its slots, by the steady clock of the machine that it is on.</param>
/// <param name="Lease">
/// The key of its lease: attempts of a sweep that was deleted and submitted again have the same numbers. Null where a silo of an
/// older version reports, which goes by the number alone.
/// </param>
public readonly record struct AttemptReport(int Attempt, double HeldSeconds, string? Lease = null);

/// <summary>What is known of a lease whose holder does not report.</summary>
/// <param name="Lease">Its key.</param>
/// <param name="Seconds">Time that it had its slots, up to the last that was heard of it.</param>
public sealed record HeldTime(string Lease, double Seconds);
