namespace OrleansHybrid.Benchmarks.Questions;

/// <summary>Checkpoints of a training, written while it goes on.</summary>
/// <param name="Backbone">As a recipe names it.</param>
/// <param name="Batch">Images of each branch in a step.</param>
/// <param name="Steps">Optimiser steps between two checkpoints.</param>
/// <param name="Checkpoints">How many are written, after one for the warm-up.</param>
/// <param name="Folder">Where; the last one is left there.</param>
internal sealed record CheckpointPoint(string Backbone, int Batch, int Steps, int Checkpoints, string Folder);

/// <summary>What they cost.</summary>
/// <param name="StallMs">Of each: how long the training thread was held up.</param>
/// <param name="WriteMs">Of each: hashing, writing and flushing it, beside the training.</param>
/// <param name="StepMs">Of each step, those during which a checkpoint was written among them.</param>
/// <param name="WeightBytes">Of <c>weights.safetensors</c>.</param>
/// <param name="Bytes">Of a whole checkpoint.</param>
/// <param name="Name">Of the last one.</param>
/// <param name="ManifestSha256">Of the last one.</param>
internal sealed record CheckpointCost(
    double[] StallMs, double[] WriteMs, double[] StepMs, long WeightBytes, long Bytes, string Name, string ManifestSha256);
