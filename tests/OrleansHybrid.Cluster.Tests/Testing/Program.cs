using OrleansHybrid.Cluster.Tests.Storage;
using OrleansHybrid.Cluster.Trainers;
using OrleansHybrid.Silo;

[assembly: AssemblyFixture(typeof(SharedAzurite))]

namespace OrleansHybrid.Cluster.Tests.Testing;

/// <summary>The tests' entry point, and that of the processes which they start only to kill them.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args)
    {
        // Test programs run beside each other: trainers that gave way to them would hold their own tests up.
        Environment.SetEnvironmentVariable(TrainerEnvironment.PriorityVariable, "normal");
        return Run(args);
    }

    private static async Task<int> Run(string[] args) => args switch
    {
        ["silo", var folder, var yaml] => await TestSilo.RunUntilKilled(folder, yaml),
        ["member", var role, var folder, var server, .. var tls] =>
            await TestSilo.ServeUntilKilled(Enum.Parse<SiloRole>(role), folder, server, tls is [var certificates] ? certificates : null),
        ["write", var database] => await EndlessWriter.Run(database),
        _ when args.Contains("--server") || args.Contains("--internal-msbuild-node") =>
            await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(
                args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
        _ => await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args),
    };
}
