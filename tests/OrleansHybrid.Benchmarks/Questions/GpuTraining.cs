namespace OrleansHybrid.Benchmarks.Questions;

/// <summary>A training of 160 steps on a GPU, of ResNet-32 on built-in images.</summary>
/// <param name="Device"><c>cuda</c>, or <c>cpu</c> for a rehearsal with a small network.</param>
/// <param name="Precision">As a recipe names it.</param>
/// <param name="IsDeterministic">Whether cuDNN is asked for the same bits each time.</param>
/// <param name="LeaveAfter">The step after which it writes a checkpoint, leaves, and goes on from there; null to train in one go.</param>
internal sealed record GpuTraining(string Device, string Precision, bool IsDeterministic, int? LeaveAfter);

/// <param name="WeightsSha256">Of the final weights.</param>
internal sealed record GpuBits(string WeightsSha256);
