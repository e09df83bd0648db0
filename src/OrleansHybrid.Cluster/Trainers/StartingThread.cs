using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace OrleansHybrid.Cluster.Trainers;

/// <summary>
/// The thread that starts the trainers, and lives as long as this process. Linux's parent-death signal, which trainers ask
/// for, follows the thread that started them: one of the pool would take healthy trainers along when it goes.
/// </summary>
internal static class StartingThread
{
    private static readonly BlockingCollection<Action> Work = Begin();

    /// <exception cref="Win32Exception">The program cannot be started.</exception>
    public static Process Start(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception failure)
            {
                started.SetException(failure);
            }
        });
        return started.Task.GetAwaiter().GetResult();
    }

    private static BlockingCollection<Action> Begin()
    {
        var work = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var start in work.GetConsumingEnumerable()) start();
        })
        { IsBackground = true, Name = "trainer starts" }.Start();
        return work;
    }
}
