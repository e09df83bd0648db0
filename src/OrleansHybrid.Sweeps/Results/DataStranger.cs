using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Results;

/// <summary>A silo that does not see the data that a sweep learns from: it gets none of its trials.</summary>
/// <param name="Silo">Its address.</param>
/// <param name="Wanted">What the sweep learns from; null before its first trial.</param>
/// <param name="Seen">What the silo sees under the data set's name; null where it cannot be read.</param>
/// <param name="Fault">Why it cannot be read; null where it can.</param>
public sealed record DataStranger(string Silo, DatasetName Dataset, DataFingerprint? Wanted, DataFingerprint? Seen, string? Fault = null)
{
    /// <summary>For people, without a remedy.</summary>
    public override string ToString() => Seen is null
        ? $"silo {Silo} cannot read {Dataset.Spelled()}: {Fault?.TrimEnd('.')}"
        : $"silo {Silo} sees other data as {Dataset.Spelled()} ({Seen.Brief}) than the sweep learns from ({Wanted?.Brief})";
}

/// <summary>What a sweep learns from under the name of a data set.</summary>
public sealed record SweepDataSet(DatasetName Dataset, DataFingerprint Fingerprint);
