namespace OrleansHybrid.Sweeps.Search;

/// <summary>One swept setting: its key and its values in canonical text.</summary>
public sealed record Axis(string Key, IReadOnlyList<string> Values);
