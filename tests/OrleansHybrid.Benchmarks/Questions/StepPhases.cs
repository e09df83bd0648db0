namespace OrleansHybrid.Benchmarks.Questions;

/// <summary>Where the time of a training step goes, in milliseconds of the processor.</summary>
/// <param name="Augmentation">Drawing the batch and its views.</param>
/// <param name="Forward">The network and both losses.</param>
/// <param name="Backward">The gradients.</param>
/// <param name="Optimiser">SGD with momentum.</param>
/// <param name="Fixed">A whole step on as few images as there can be: what a step costs whatever its batch, in managed code and in calls of
/// the library.</param>
/// <param name="StepFlops">Floating-point operations of the convolutions and linear layers in a step, forward and backward.</param>
/// <param name="MatmulFlopsPerSecond">Of a product of two 2048x2048 matrices of the step's number type.</param>
internal sealed record StepPhases(
    double Augmentation, double Forward, double Backward, double Optimiser, double Fixed, double StepFlops, double MatmulFlopsPerSecond);
