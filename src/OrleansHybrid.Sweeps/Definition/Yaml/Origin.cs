namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>The tool for which a sweep file is written: some keys have different meanings in different tools.</summary>
internal enum Origin { Own, Wandb, Determined }
