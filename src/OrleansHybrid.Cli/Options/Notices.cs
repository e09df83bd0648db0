namespace OrleansHybrid.Cli.Options;

/// <summary>What a sweep file's author should know although the file can run.</summary>
internal static class Notices
{
    public static void Write(TextWriter output, SweepFile sweep)
    {
        foreach (var warning in sweep.Definition.Warnings)
            output.WriteLine("note: " + warning.In(sweep.Path));
    }
}
