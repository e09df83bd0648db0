using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>A silo that does not have the data of a sweep: it gets none of its trials.</summary>
/// <param name="Silo">Its address.</param>
/// <param name="Wanted">The data of the sweep; null before its first trial.</param>
/// <param name="Seen">The data of the silo under the data set's name; null if it cannot be read.</param>
/// <param name="Fault">The reason why it cannot be read; null if it can.</param>
public sealed record DataStranger(string Silo, DatasetName Dataset, DataFingerprint? Wanted, DataFingerprint? Seen, string? Fault = null)
{
    /// <summary>The fact for people, without a remedy.</summary>
    public override string ToString() => Seen is null
        ? $"silo {Silo} cannot read {Dataset.Spelled()}: {Fault?.TrimEnd('.')}"
        : $"silo {Silo} has other data for {Dataset.Spelled()} ({Seen.Brief}) than the sweep ({Wanted?.Brief})";
}

/// <summary>The data that a sweep uses under the name of a data set.</summary>
public sealed record SweepDataSet(DatasetName Dataset, DataFingerprint Fingerprint);
