namespace OrleansHybrid.Simulation.Storage;

/// <summary>The stored state of all grains: what every silo's storage reads and writes.</summary>
internal sealed class Disk
{
    private readonly Dictionary<(GrainId Grain, string Name), Row> _rows;

    public Disk() => _rows = [];

    private Disk(Dictionary<(GrainId Grain, string Name), Row> rows) => _rows = rows;

    /// <summary>What an operator can restore later.</summary>
    public Disk Copy() => new(new(_rows));

    public Row Read(GrainId grain, string name) => _rows.GetValueOrDefault((grain, name)) ?? new(0, null);

    /// <returns>False where the version is another.</returns>
    public bool TryWrite(GrainId grain, string name, long version, object? state)
    {
        if (Read(grain, name).Version != version) return false;
        _rows[(grain, name)] = new(version + 1, state);
        return true;
    }

    /// <summary>All rows under a name.</summary>
    public IEnumerable<(GrainId Grain, object? State)> All(string name) =>
        _rows.Where(row => row.Key.Name == name).Select(row => (row.Key.Grain, row.Value.State));

    /// <param name="Version">0 before the first write; a cleared row keeps its own.</param>
    /// <param name="State">Null where there is none.</param>
    public sealed record Row(long Version, object? State);
}
