using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Definition.Yaml;

namespace OrleansHybrid.Cluster.Contracts;

/// <summary>
/// The sweep texts that this process read last: a text that passes several grains on its way in is parsed by the first of them
/// alone. Safe for concurrent use.
/// </summary>
internal sealed class ReadTexts
{
    private const int Most = 4;

    private readonly Lock _lock = new();
    private readonly LinkedList<(SweepText Text, SweepDefinition Definition)> _read = [];

    /// <exception cref="InvalidSweepException">Every problem of the file at once.</exception>
    public SweepDefinition Read(SweepText text)
    {
        lock (_lock)
            foreach (var read in _read)
                if (read.Text == text)
                    return read.Definition;
        var definition = text.Parse();
        lock (_lock)
        {
            _read.AddFirst((text, definition));
            if (_read.Count > Most) _read.RemoveLast();
        }

        return definition;
    }
}
