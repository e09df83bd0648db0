using System.Globalization;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Simulation.Storage;

/// <summary>
/// Real, empty folders for the parts of an agent that make some. What lies in them is simulated; a folder of the shared store
/// stands for the trials of the same number of all sweeps and worlds.
/// </summary>
internal sealed class Folders : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("hybrid-simulation-");
    private readonly Dictionary<string, TrialId> _trials = [];

    public string Shared => Path.Combine(_root.FullName, "shared");

    public string Of(TrialId trial)
    {
        var folder = Path.Combine(Shared, trial.Sweep, trial.Index.ToString(CultureInfo.InvariantCulture));
        _trials.TryAdd(folder, trial);
        return folder;
    }

    /// <summary>The state folder of a machine.</summary>
    public string Machine(int number) => Path.Combine(_root.FullName, number.ToString(CultureInfo.InvariantCulture));

    /// <summary>The trial whose checkpoint a folder of the shared store is; null for another folder.</summary>
    public TrialId? TrialOf(string checkpoint) => _trials.TryGetValue(Path.GetDirectoryName(checkpoint)!, out var trial) ? trial : null;

    public void Dispose() => _root.Delete(recursive: true);
}
