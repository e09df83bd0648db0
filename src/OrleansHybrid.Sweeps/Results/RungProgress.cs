using System.Text.Json.Serialization;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>The trials that train to one rung of successive halving.</summary>
/// <param name="Epochs">The epochs of the rung.</param>
/// <param name="Trials">The number of trials in all.</param>
/// <param name="Running">The number that train now.</param>
/// <param name="Completed">The number with a result.</param>
/// <param name="Failed">The number that ended without a result.</param>
/// <param name="Pruned">The number that are not trained, because the rung below has too few results.</param>
public sealed record RungProgress(int Epochs, int Trials = 0, int Running = 0, int Completed = 0, int Failed = 0, int Pruned = 0)
{
    /// <summary>The number that wait: for a slot, for results of others, or for a person.</summary>
    [JsonIgnore]
    public int Waiting => Trials - Running - Completed - Failed - Pruned;
}
