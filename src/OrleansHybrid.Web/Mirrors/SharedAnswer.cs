namespace OrleansHybrid.Web.Mirrors;

/// <summary>An answer that is asked for once for all who want it at about the same time.</summary>
internal sealed class SharedAnswer<T>(Func<CancellationToken, Task<T>> ask, TimeSpan age, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private (T Answer, long Read)? _known;

    /// <returns>The answer, at most <c>age</c> old.</returns>
    public async Task<T> Get(CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            if (_known is not { } known || time.GetElapsedTime(known.Read) >= age) _known = known = (await ask(stop), time.GetTimestamp());
            return known.Answer;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
