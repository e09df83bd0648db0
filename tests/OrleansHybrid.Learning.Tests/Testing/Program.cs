using OrleansHybrid.Learning.Tests.Checkpoints;

namespace OrleansHybrid.Learning.Tests.Testing;

/// <summary>The tests' entry point, and that of the processes which they start only to kill them.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) => args switch
    {
        ["write", var folder, var point] => DyingWriter.Run(folder, point),
        _ when args.Contains("--server") || args.Contains("--internal-msbuild-node") =>
            await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
    };
}
