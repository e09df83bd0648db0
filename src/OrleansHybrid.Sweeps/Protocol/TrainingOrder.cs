using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Protocol;

/// <summary>What a trainer is told to train: the trial file of <c>train FILE</c>, and the first line that a slot agent writes to it.</summary>
/// <param name="Trial">The trial's name.</param>
/// <param name="Attempt">The lease's attempt number; part of every checkpoint's name.</param>
/// <param name="Recipe">Every setting of the training.</param>
/// <param name="CheckpointDirectory">Folder of this trial's checkpoints; each is a folder of its own in it.</param>
/// <param name="ResumeFrom">Committed checkpoints, newest first; the first that verifies is used. Empty starts anew.</param>
/// <param name="CheckpointEveryEpochs">Epochs between two checkpoints; the final one is always written.</param>
/// <param name="DataDirectory">Where data sets lie; null where none was given.</param>
/// <param name="Device"><c>cpu</c> or <c>cuda</c> (of the devices that the trainer can see).</param>
/// <param name="Threads">Threads of the numeric library; part of what makes a run repeatable to the bit.</param>
/// <param name="Metric">The final metric that the sweep optimises; null for a training by hand.</param>
/// <param name="Data">The data that it has to find in <paramref name="DataDirectory"/>; null takes what is there.</param>
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
