namespace OrleansHybrid.Sweeps.Search.Plans;

/// <summary>What is known of a trial before it is chosen.</summary>
/// <param name="Seed">The repeats' seed, counted from 0.</param>
/// <param name="Rung">The rung to which it is trained, counted from 0; null in a search without rungs.</param>
/// <param name="Epochs">The epochs of the rung; null in a search without rungs.</param>
/// <param name="IsControl">True for a pruned configuration that is trained to the end all the same, to see what pruning cost.</param>
public readonly record struct TrialPlace(int Seed, int? Rung = null, int? Epochs = null, bool IsControl = false);
