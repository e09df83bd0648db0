namespace OrleansHybrid.Sweeps.Search.Sampling.Sequences;

/// <summary>Points that fill the unit cube evenly, each a function of its index.</summary>
internal abstract class UnitSequence
{
    /// <summary>Settings that a sequence can have, at most.</summary>
    public const int MostDimensions = SobolSequence.MostDimensions;

    /// <param name="coordinates">To be filled, one a dimension: in (0, 1) where the sequence is scrambled, else in [0, 1).</param>
    public abstract void At(uint index, Span<double> coordinates);
}
