using OrleansHybrid.Learning.Randomness;

namespace OrleansHybrid.Learning.Augmentation;

/// <summary>One kind of random view of each image of a batch.</summary>
/// <param name="Kind">How strongly it is changed.</param>
/// <param name="Purpose">What it is for: two views of one batch need two purposes.</param>
public readonly record struct ViewRequest(ViewKind Kind, RandomPurpose Purpose);
