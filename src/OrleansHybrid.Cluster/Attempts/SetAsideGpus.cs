using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Slots;

namespace OrleansHybrid.Cluster.Attempts;

/// <summary>
/// Looks at the GPUs that are set aside, and takes back those that work again. One that fails again and again is looked at less
/// and less often: each time costs a trial its steps since the last checkpoint.
/// </summary>
/// <param name="whyUnusable">Why nothing can be computed on a GPU; null where it can.</param>
internal sealed partial class SetAsideGpus(
    SlotPool pool,
    Func<Gpu, CancellationToken, Task<string?>> whyUnusable,
    ClusterTimings timings,
    TimeProvider time,
    ILogger<SetAsideGpus> logger) : BackgroundService
{
    private const int LongestInLooks = 40;

    private readonly RetryPolicy _pauses = new(timings.GpuLook, LongestInLooks * timings.GpuLook);
    private readonly Dictionary<string, (int Looks, long Last)> _looks = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(timings.GpuLook, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Look(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo leaves.
        }
    }

    /// <summary>Looks at each of them that is due.</summary>
    internal async Task Look(CancellationToken stop)
    {
        foreach (var (gpu, _) in pool.Aside.Where(aside => IsDue(aside.Gpu))) await Look(gpu, stop);
        ForgetWhatWorks();
    }

    private bool IsDue(Gpu gpu) =>
        !_looks.TryGetValue(gpu.Uuid, out var before) || time.GetElapsedTime(before.Last) >= _pauses.PauseAfter(before.Looks);

    private async Task Look(Gpu gpu, CancellationToken stop)
    {
        var why = await whyUnusable(gpu, stop);
        _looks[gpu.Uuid] = (_looks.GetValueOrDefault(gpu.Uuid).Looks + 1, time.GetTimestamp());
        if (why is not null)
        {
            pool.SetAside(gpu, why);
            return;
        }

        pool.TakeBack(gpu);
        LogTakenBack(gpu.Uuid, gpu.Label);
    }

    // A GPU that has worked for longer than any pause begins anew.
    private void ForgetWhatWorks()
    {
        var aside = pool.Aside.Select(entry => entry.Gpu.Uuid).ToHashSet();
        foreach (var uuid in _looks.Keys.Where(uuid => !aside.Contains(uuid)).ToList())
            if (time.GetElapsedTime(_looks[uuid].Last) > _pauses.Longest)
                _looks.Remove(uuid);
    }

    [LoggerMessage(LogLevel.Warning, "{Uuid}: the slots on {Gpu} are taken back, trainers can compute on it again")]
    private partial void LogTakenBack(string uuid, string gpu);
}
