using OrleansHybrid.Benchmarks.Questions;

namespace OrleansHybrid.Benchmarks.Measuring;

/// <summary>Processes that train at the same time, each on threads of its own.</summary>
internal sealed class Team : IAsyncDisposable
{
    private readonly MeasuringProcess[] _members;
    private readonly TrainingPoint _point;

    private Team(MeasuringProcess[] members, TrainingPoint point) => (_members, _point) = (members, point);

    public static Team Of(int members, TrainingPoint point, Func<MeasuringProcess> start) =>
        new([.. Enumerable.Range(0, members).Select(_ => start())], point);

    /// <returns>
    /// Measures images a second of all of them together. One process of one thread is timed by what it computed, so that
    /// another program's turns on its core do not count; several, or threads, by the clock on the wall.
    /// </returns>
    public Func<Task<double>> Measure(CancellationToken stop) => async () =>
    {
        var costs = await Task.WhenAll(_members.Select(member => member.Ask<TrainingPoint, TrainingCost>(_point, stop)));
        return costs.Sum(cost => 1e3 * _point.Images / Rounds.Median(IsAlone ? cost.CpuMilliseconds : cost.StepMilliseconds));
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members) await member.DisposeAsync();
    }

    private bool IsAlone => _members.Length == 1 && _point.Threads == 1;
}
