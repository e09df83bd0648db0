using OrleansHybrid.Learning.Tests.Checkpoints;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace OrleansHybrid.Learning.Tests.Testing;

/// <summary>The tests' entry point, and that of the processes which they start only to kill them.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        ["write", var folder, var point] => Task.FromResult(DyingWriter.Run(folder, point)),
        _ => RunTests(args),
    };

    private static Task<int> RunTests(string[] args)
    {
        // Tests run beside each other: with several threads each they would wait for one another more than they compute.
        TorchSharp.torch.set_num_threads(1);
        return args.Contains("--server") || args.Contains("--internal-msbuild-node")
            ? TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : ConsoleRunner.Run(args);
    }
}
