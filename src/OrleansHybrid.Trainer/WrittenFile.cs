namespace OrleansHybrid.Trainer;

/// <summary>A file that a person asked for.</summary>
internal static class WrittenFile
{
    /// <param name="file">Where to.</param>
    /// <param name="content">All of it.</param>
    /// <param name="said">Printed when it is written.</param>
    /// <returns>The exit code.</returns>
    public static int Save(string file, byte[] content, string said)
    {
        try
        {
            File.WriteAllBytes(file, content);
            Console.WriteLine(said);
            return 0;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{file} cannot be written: {refused.Message.TrimEnd('.')}. Name another file.");
            return 1;
        }
    }
}
