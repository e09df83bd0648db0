namespace OrleansHybrid.Benchmarks.Questions;

/// <summary>One size at which a contrastive loss is measured: 2 · <paramref name="Batch"/> views.</summary>
/// <param name="Loss"><c>sc</c> or <c>psc</c>.</param>
/// <param name="Batch">B, images.</param>
/// <param name="Classes">C.</param>
/// <param name="Dim">D, of the projected features.</param>
/// <param name="Steps">How often forward and backward are run.</param>
internal sealed record LossPoint(string Loss, int Batch, int Classes, int Dim, int Steps);

/// <param name="PeakBytes">The process's resident set at its highest, above what it was before the first step.</param>
/// <param name="StepMilliseconds">Of forward and backward together, each time.</param>
internal sealed record LossCost(long PeakBytes, IReadOnlyList<double> StepMilliseconds);
