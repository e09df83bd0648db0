namespace OrleansHybrid.Benchmarks.Measuring;

/// <summary>The programs that are built beside this one, in the same configuration.</summary>
internal static class BuiltProgram
{
    /// <summary>The console, <c>hybrid</c>.</summary>
    public static string Console { get; } = Of("OrleansHybrid.Cli", "hybrid.dll");

    public static string Of(string project, string file)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(output.Parent!.Parent!.FullName, project, output.Name, file);
    }
}
