using OrleansHybrid.Learning.Checkpoints;

namespace OrleansHybrid.Trainer;

/// <summary>Reads a checkpoint that a person names, and says in one line where it is none.</summary>
internal static class CheckpointUse
{
    /// <param name="folder">The checkpoint's.</param>
    /// <param name="use">Gives the exit code; an <see cref="InvalidDataException"/> of it is the checkpoint's fault.</param>
    /// <returns>The exit code.</returns>
    public static int Of(string folder, Func<VerifiedCheckpoint, int> use)
    {
        try
        {
            return use(Read(folder));
        }
        catch (InvalidDataException damage)
        {
            Console.Error.WriteLine(
                $"{folder} cannot be used as a checkpoint: {damage.Message.TrimEnd('.')}. Bring one here with: "
                    + "hybrid checkpoint download SWEEP/TRIAL -o DIR");
            return 1;
        }
    }

    private static VerifiedCheckpoint Read(string folder)
    {
        try
        {
            return CheckpointFolder.ReadAt(folder);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException(unreadable.Message, unreadable);
        }
    }
}
