namespace OrleansHybrid.Simulation.Storage;

/// <summary>A checkpoint's content: the weights after a step, of which the hash is a function.</summary>
/// <param name="IsWhole">False for one whose bytes were damaged after it was stored.</param>
internal sealed record StoredFile(int Step, ulong Weights, bool IsWhole = true)
{
    public const long Bytes = 1_000;

    public string Hash => FormattableString.Invariant($"{Step:x16}{Weights:x16}").PadLeft(64, 'c');
}
