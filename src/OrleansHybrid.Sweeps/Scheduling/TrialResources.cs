namespace OrleansHybrid.Sweeps.Scheduling;

/// <summary>What one trial occupies. Both null: one GPU where the silo has any, else one core.</summary>
public sealed record TrialResources(int? Gpus = null, int? Cpus = null);
