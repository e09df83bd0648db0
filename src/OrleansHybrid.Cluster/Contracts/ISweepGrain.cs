using Orleans.Concurrency;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Contracts;

/// <summary>
/// One sweep's ledger: which trials are done, which run, which is next. Key: the sweep's id. The ledger may lag behind
/// the trials' records and heals from them; every call may be repeated after a timeout.
/// </summary>
[Alias("sweep")]
public interface ISweepGrain : IGrainWithStringKey
{
    /// <summary>Starts the sweep; or takes from another text of the same sweep what may change, and resumes it.</summary>
    /// <param name="paused">Whether its trials wait until it is resumed.</param>
    /// <param name="request"><inheritdoc cref="Tell" path="/param[@name='request']"/></param>
    [Alias("start")]
    Task<VerbAnswer> Start(string yaml, string file, bool paused, Guid? request = null);

    /// <summary>Leases the next waiting trials to slots of the offer, as many as it takes.</summary>
    [Alias("lease")]
    Task<LeaseAnswer> Lease(SlotOffer offer);

    /// <summary>Renews the leases of all trials of this sweep that an agent trains.</summary>
    /// <returns>A command for each, in their order.</returns>
    [Alias("heartbeat")]
    Task<LeaseCommand[]> Heartbeat(string agent, LiveTrial[] trials);

    /// <summary>The trial's record is final. True whoever holds the lease, if that is one of this submission of the sweep.</summary>
    /// <param name="lease">The reporting attempt's; null from a silo of an older version.</param>
    [Alias("done")]
    Task Done(int index, TrialDigest trial, LeaseKey? lease = null);

    /// <summary>The attempt is over and the trial is not: it waits for a slot again.</summary>
    /// <param name="trial">Null where the record could not be reached.</param>
    /// <param name="trouble">The fault of the machines that ended the attempt, with its remedy; null where there was none.</param>
    [Alias("release")]
    Task Release(int index, LeaseKey lease, TrialDigest? trial, ReleaseReason reason, string? trouble);

    /// <summary>Does what a person wants of the sweep, or of one of its trials. An answer means that it is saved.</summary>
    /// <param name="trial">Its index; null for the sweep as a whole.</param>
    /// <param name="request">
    /// The same in every repetition of a call, so that one which comes late, after it was answered to another repetition, does nothing
    /// any more; null from a program of an older version.
    /// </param>
    [Alias("tell")]
    Task<VerbAnswer> Tell(Verb verb, int? trial, Guid? request = null);

    /// <summary>Appends the trials of another sweep file that the sweep does not have yet, and takes all else from that file.</summary>
    /// <param name="request"><inheritdoc cref="Tell" path="/param[@name='request']"/></param>
    [Alias("extend")]
    Task<VerbAnswer> Extend(SweepText text, Guid? request = null);

    /// <summary>
    /// From now on the sweep does nothing but <see cref="DeleteMore"/>, and refuses all else that people may want of it. Refused
    /// while anything of it runs or may run.
    /// </summary>
    /// <returns>How many trials are left to delete; none when nothing is left of the sweep at all.</returns>
    [Alias("begin-deletion")]
    Task<VerbAnswer> BeginDeletion();

    /// <summary>
    /// Deletes some more of what is stored of the sweep: its trials' checkpoints and records, and at last its own. Results that
    /// other sweeps reuse stay with those. To be repeated until nothing is left.
    /// </summary>
    [Alias("delete-more"), AlwaysInterleave]
    Task<VerbAnswer> DeleteMore();

    /// <summary>
    /// Gives up the checkpoint of a trial that paused at a rung, because the sweep's checkpoints take all that its quota allows. If that
    /// trial is promoted after all, it trains to the same bits from the start.
    /// </summary>
    /// <returns>False if there is none left to give up.</returns>
    [Alias("make-room")]
    Task<bool> MakeRoom();

    /// <summary>The sweep's claim to slots: the scheduler gives it its turn by that.</summary>
    [Alias("claim")]
    Task<SweepClaim> Claim();

    /// <summary>The texts that the sweep was made from. Null for one that was never submitted.</summary>
    [Alias("texts"), AlwaysInterleave]
    Task<SweepTexts?> Texts();

    /// <summary>What is kept of the log of a trial's newest attempt beside its checkpoints.</summary>
    /// <returns>Null where there is none, or the store does not answer.</returns>
    [Alias("log"), AlwaysInterleave]
    Task<StoredLog?> Log(int index);

    [Alias("status"), AlwaysInterleave]
    Task<SweepStatus> Status();

    /// <summary>The rows of the trials from <paramref name="first"/> on, at most <paramref name="count"/>.</summary>
    [Alias("rows"), AlwaysInterleave]
    Task<IReadOnlyList<TrialRow>> Rows(int first, int count);

    /// <summary>The rows that have changed, so that whoever watches a large sweep need not fetch all of it again and again.</summary>
    /// <param name="since">The number that the last answer gave; 0 for the first question.</param>
    [Alias("changes"), AlwaysInterleave]
    Task<RowChanges> Changes(long since);
}
