namespace OrleansHybrid.Sweeps.Search.Halving;

/// <summary>What a training to a rung is.</summary>
public enum Fidelity
{
    /// <summary>A complete, shorter training: all schedules are scaled to the epochs of the rung.</summary>
    Schedule,

    /// <summary>The beginning of the whole training, which pauses after the epochs of the rung and goes on if it is promoted.</summary>
    Epochs,
}
