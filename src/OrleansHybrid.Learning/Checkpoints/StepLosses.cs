namespace OrleansHybrid.Learning.Checkpoints;

/// <summary>The losses of one step; zero for a branch that was off.</summary>
/// <param name="Train">α · contrastive + (1 - α) · classifier.</param>
public readonly record struct StepLosses(double Train, double Contrastive, double Classifier);
