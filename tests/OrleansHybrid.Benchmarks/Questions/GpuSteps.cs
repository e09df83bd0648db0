namespace OrleansHybrid.Benchmarks.Questions;

/// <summary>Whole training steps of ResNet-32 on a GPU, from the draw of a batch to the optimiser, both branches at work.</summary>
/// <param name="Device"><c>cuda</c>, or <c>cpu</c> for a rehearsal with a small network.</param>
/// <param name="Precision">As a recipe names it.</param>
/// <param name="Batch">Images of each branch in a step.</param>
/// <param name="Steps">How many are timed, together; as many are taken before them.</param>
/// <param name="IsDeterministic">Whether cuDNN is asked for the same bits each time.</param>
internal sealed record GpuSteps(string Device, string Precision, int Batch, int Steps, bool IsDeterministic);

/// <param name="WhyNot">Why nothing can be measured here; null where it was.</param>
/// <param name="Numerics">What was measured on.</param>
internal sealed record GpuStepCost(string? WhyNot, string Numerics, double StepMilliseconds, double ImagesPerSecond);
