namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>The tool that a sweep file is written for: some words mean another thing in each.</summary>
internal enum Origin { Own, Wandb, Determined }
