namespace OrleansHybrid.Cli.Options;

/// <summary>Prints the notices of a sweep file that can run.</summary>
internal static class Notices
{
    public static void Write(TextWriter output, SweepFile sweep)
    {
        foreach (var warning in sweep.Definition.Warnings)
            output.WriteLine("note: " + warning.In(sweep.Path));
    }
}
