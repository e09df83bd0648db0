using System.ComponentModel;
using System.Diagnostics;
using OrleansHybrid.Cluster.Trainers;

namespace OrleansHybrid.Cluster.Tests.Slots;

public sealed class StartingThreadTests
{
    [Fact]
    public async Task Start_OnAThreadThatEnds_LeavesAChildThatFollowsItsParentAlive()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("there is no parent-death signal here");
        Process? started = null;
        var caller = new Thread(() => started = StartingThread.Start(new("setpriv", ["--pdeathsig", "KILL", "cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        }))
        { Name = "short-lived" };
        caller.Start();
        caller.Join();
        // The runtime is done with a thread before the kernel is; the kernel sends the signals of its end.
        await Eventually.Is(() => !ThreadNames().Contains("short-lived"), "the thread is gone");

        using var child = started!;
        await child.StandardInput.WriteLineAsync("alive");
        child.StandardInput.Close();
        Assert.Equal("alive", await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, child.ExitCode);
    }

    [Fact]
    public void Start_OfAProgramThatIsMissing_Throws() =>
        Assert.Throws<Win32Exception>(() => StartingThread.Start(new("/no/such/program")));

    private static IEnumerable<string> ThreadNames()
    {
        foreach (var thread in Directory.GetDirectories("/proc/self/task"))
        {
            string name;
            try
            {
                name = File.ReadAllText(Path.Combine(thread, "comm")).Trim();
            }
            catch (IOException)
            {
                // It has just ended.
                continue;
            }

            yield return name;
        }
    }
}
