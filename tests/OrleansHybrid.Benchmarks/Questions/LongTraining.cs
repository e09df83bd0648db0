namespace OrleansHybrid.Benchmarks.Questions;

/// <summary>A training of a tiny recipe, with its evaluations and checkpoints, over many steps.</summary>
/// <param name="Loss">The recipe's <c>contrastive_loss</c>.</param>
/// <param name="Steps">Optimiser steps, at least, after those of the warm-up.</param>
internal sealed record LongTraining(string Loss, int Steps);

/// <summary>What the training held at the end of an epoch.</summary>
/// <param name="Step">Optimiser steps completed.</param>
/// <param name="LiveTensors">Tensors of the whole process that are not disposed of.</param>
/// <param name="ResidentBytes">The process's resident set.</param>
/// <param name="ManagedBytes">What .NET's garbage collector has taken of it, when it last ran.</param>
internal sealed record Footprint(int Step, long LiveTensors, long ResidentBytes, long ManagedBytes);
