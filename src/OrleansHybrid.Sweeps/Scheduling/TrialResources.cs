namespace OrleansHybrid.Sweeps.Scheduling;

/// <summary>The slots that one trial occupies. If both are null: one GPU on a silo with GPUs, else one core.</summary>
public sealed record TrialResources(int? Gpus = null, int? Cpus = null);
