using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Simulation.Storage;

/// <summary>How often the store of checkpoints fails, out of 1,000.</summary>
/// <param name="Away">Does not answer for now.</param>
/// <param name="Full">Refuses what is to be stored.</param>
/// <param name="Lying">Acknowledges what it then does not have.</param>
internal sealed record CheckpointFaults(int Away = 0, int Full = 0, int Lying = 0)
{
    public static CheckpointFaults None { get; } = new();
}

/// <summary>What the store of checkpoints has.</summary>
internal sealed class CheckpointDisk
{
    private readonly Dictionary<TrialId, SortedDictionary<string, StoredFile>> _trials = [];

    public StoredFile? Find(TrialId trial, string name) => Of(trial).GetValueOrDefault(name);

    public void Put(TrialId trial, string name, StoredFile file) => Of(trial)[name] = file;

    public void Delete(TrialId trial, string name) => Of(trial).Remove(name);

    public IEnumerable<TrialId> Trials => _trials.Keys;

    public SortedDictionary<string, StoredFile> Of(TrialId trial)
    {
        if (!_trials.TryGetValue(trial, out var files)) _trials.Add(trial, files = new(StringComparer.Ordinal));
        return files;
    }
}
