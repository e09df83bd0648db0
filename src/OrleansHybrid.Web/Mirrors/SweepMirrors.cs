using System.Collections.Concurrent;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Web.Answers;

namespace OrleansHybrid.Web.Mirrors;

/// <summary>The mirrors of the sweeps that somebody looks at; those that nobody has used for a while are forgotten.</summary>
internal sealed class SweepMirrors(IGrainFactory grains, PatientCalls calls, TimeProvider time)
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(3);

    private readonly ConcurrentDictionary<string, SweepMirror> _mirrors = [];

    public IGrainFactory Grains => grains;

    public PatientCalls Calls => calls;

    /// <summary>The sweep with this id, or with this name if the name is unique.</summary>
    /// <exception cref="ApiException">There is none.</exception>
    public async Task<SweepMirror> Find(string sweep)
    {
        foreach (var idle in _mirrors.Where(mirror => time.GetElapsedTime(mirror.Value.LastUse) > Idle)) _mirrors.TryRemove(idle);
        if (_mirrors.TryGetValue(sweep, out var known)) return known;
        var ids = (await calls.Repeat(grains.GetScheduler().List)).Named(sweep);
        return ids switch
        {
            [var id] => _mirrors.GetOrAdd(id, _ => new(id, grains, calls, time)),
            [] => throw ApiException.NotFound("unknown-sweep", $"There is no sweep {sweep}. All sweeps are at /api/v1/sweeps."),
            _ => throw ApiException.NotFound("unknown-sweep", $"Several sweeps are named {sweep}: {string.Join(", ", ids)}. Name one."),
        };
    }

    /// <summary>Forgets a sweep that was deleted.</summary>
    public void Forget(string id) => _mirrors.TryRemove(id, out _);
}
