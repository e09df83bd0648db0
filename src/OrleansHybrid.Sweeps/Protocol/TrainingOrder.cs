using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Protocol;

/// <summary>
/// The order for a training: the trial file of <c>train FILE</c>, and the first line that a slot agent writes to a trainer.
/// </summary>
/// <param name="Trial">The trial's name.</param>
/// <param name="Attempt">The attempt number of the lease; part of every checkpoint's name.</param>
/// <param name="Recipe">Every setting of the training.</param>
/// <param name="CheckpointDirectory">The folder of this trial's checkpoints, with a subfolder for each.</param>
/// <param name="ResumeFrom">
/// Committed checkpoints, newest first; the first that passes verification is used. An empty list starts anew.
/// </param>
/// <param name="CheckpointEveryEpochs">Epochs between two checkpoints; the final one is always written.</param>
/// <param name="DataDirectory">The folder of data sets; null if none was given.</param>
/// <param name="Device">The device, <c>cpu</c> or <c>cuda</c> (of the devices that the trainer can see).</param>
/// <param name="Threads">Threads of the numeric library; part of the conditions under which a run is repeatable bit for bit.</param>
/// <param name="Metric">The objective metric of the sweep; null for a training started by hand.</param>
/// <param name="Data">The expected fingerprint of <paramref name="DataDirectory"/>; null accepts any data.</param>
public sealed record TrainingOrder(
    TrialId Trial,
    int Attempt,
    Recipe Recipe,
    string CheckpointDirectory,
    IReadOnlyList<CheckpointRef> ResumeFrom,
    int CheckpointEveryEpochs,
    string? DataDirectory,
    string Device = "cpu",
    int Threads = 1,
    string? Metric = null,
    DataFingerprint? Data = null);
