using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Checkpoints;

/// <summary>
/// Keeps checkpoints for whatever machine asks. It does not judge which of them count: a trial's record points at one only
/// after <see cref="Put"/> has returned, and what no record points at may be deleted.
/// </summary>
public interface ICheckpointStore
{
    /// <summary>The folder that it is; null where it is none.</summary>
    string? Root { get; }

    /// <summary>The folder where a trainer writes the trial's checkpoints straight into the store; null where they must be put
    /// there.</summary>
    string? FolderOf(TrialId trial);

    /// <summary>Returns when the checkpoint is durable. May be repeated; of several that put different ones under one name, one
    /// wins.</summary>
    /// <param name="folder">Where it lies whole: its manifest and every file that this names.</param>
    /// <exception cref="InvalidDataException">What lies there is not the checkpoint.</exception>
    /// <exception cref="CheckpointStoreException">It could not be stored.</exception>
    Task Put(TrialId trial, CheckpointRef checkpoint, string folder, CancellationToken cancellationToken);

    /// <summary>Brings the checkpoint into a new folder and verifies every byte.</summary>
    /// <exception cref="InvalidDataException">It is missing or damaged; nothing is left in <paramref name="folder"/>.</exception>
    /// <exception cref="CheckpointStoreException">It could not be read.</exception>
    Task Fetch(TrialId trial, CheckpointRef checkpoint, string folder, CancellationToken cancellationToken);

    /// <summary>Everything there that is named like a checkpoint, whole or not, in no order.</summary>
    /// <param name="sweep">Null for all sweeps.</param>
    /// <param name="trial">Index of the one trial to look at; null for all of the sweep.</param>
    /// <exception cref="CheckpointStoreException">It cannot be read.</exception>
    IAsyncEnumerable<StoredCheckpoint> List(string? sweep, int? trial, CancellationToken cancellationToken);

    /// <summary>Deletes one of those, if it is there.</summary>
    /// <exception cref="CheckpointStoreException">It cannot be deleted.</exception>
    Task Delete(TrialId trial, string checkpoint, CancellationToken cancellationToken);

    /// <summary>Keeps the end of an attempt's log in place of what was kept of it, and drops those of attempts long past.</summary>
    /// <exception cref="CheckpointStoreException">It could not be stored.</exception>
    Task PutLog(TrialId trial, StoredLog log, CancellationToken cancellationToken);

    /// <returns>The log of the trial's newest attempt of which one is kept; null where there is none.</returns>
    /// <exception cref="CheckpointStoreException">It cannot be read.</exception>
    Task<StoredLog?> ReadLog(TrialId trial, CancellationToken cancellationToken);

    /// <summary>Deletes what is kept of a trial's logs.</summary>
    /// <exception cref="CheckpointStoreException">They cannot be deleted.</exception>
    Task DeleteLogs(TrialId trial, CancellationToken cancellationToken);

    /// <exception cref="CheckpointStoreException">The store cannot be used.</exception>
    Task RequireAccess(CancellationToken cancellationToken);

    /// <returns>Whose the place is; null where nobody has marked it.</returns>
    /// <exception cref="CheckpointStoreException">It cannot be read.</exception>
    Task<OwnerMark?> Owner(CancellationToken cancellationToken);

    /// <summary>Marks the place as one's own.</summary>
    /// <param name="former">The mark that is replaced; null where there is none.</param>
    /// <returns>Whether the mark is there; not where somebody else was first.</returns>
    /// <exception cref="CheckpointStoreException">It cannot be written.</exception>
    Task<bool> TryOwn(OwnerMark mark, OwnerMark? former, CancellationToken cancellationToken);
}

/// <param name="Name">Of a checkpoint, or of what is left of an interrupted write.</param>
/// <param name="Bytes">All its files together.</param>
public sealed record StoredCheckpoint(TrialId Trial, string Name, long Bytes)
{
    /// <summary>The attempt that wrote it.</summary>
    public int Attempt =>
        OrleansHybrid.Sweeps.Checkpoints.CheckpointNames.TryParse(Name.Split('.')[0], out var attempt, out _) ? attempt : 0;
}
