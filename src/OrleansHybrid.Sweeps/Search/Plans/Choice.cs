namespace OrleansHybrid.Sweeps.Search.Plans;

/// <summary>What a trial of a search is.</summary>
public abstract record Choice
{
    private Choice()
    {
    }

    /// <summary>A configuration is trained.</summary>
    /// <param name="Configuration">Its number in the search.</param>
    /// <param name="Point">A number for each setting; not to be changed.</param>
    /// <param name="Seed">Which of the repeats' seeds, counted from 0.</param>
    /// <param name="Rung">To which rung; null in a search without rungs.</param>
    /// <param name="Basis">What it was chosen by, for people to read.</param>
    public sealed record Training(int Configuration, double[] Point, int Seed, RungStep? Rung, string Basis) : Choice;

    /// <summary>There is nothing to train here. It ends at once; its result is NaN to whoever asks.</summary>
    /// <param name="Reason">For people to read.</param>
    public sealed record Skipped(string Reason) : Choice;
}

/// <summary>The rung that a trial is trained to.</summary>
/// <param name="Number">Counted from 0.</param>
/// <param name="Epochs">A training's length, or the epoch at which one pauses: that is for whoever runs the search to say.</param>
/// <param name="After">The trial that trained the same configuration and seed to the rung below; null at the lowest.</param>
public sealed record RungStep(int Number, int Epochs, int? After);
