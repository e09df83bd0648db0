namespace OrleansHybrid.Cluster.Tests.Testing;

/// <summary>Waits for conditions. The limit is for tests that hang, not for what they assert.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4), Pause = TimeSpan.FromMilliseconds(20);

    public static Task Is(Func<bool> condition, string what) => Is(() => Task.FromResult(condition()), what);

    /// <summary>Asks until the answer is as it should be.</summary>
    public static async Task<T> Answer<T>(Func<Task<T>> question, Predicate<T> isRight)
    {
        T answer = default!;
        await Is(async () => isRight(answer = await question()), $"an answer that is right; the last one is {answer}");
        return answer;
    }

    public static async Task Is(Func<Task<bool>> condition, string what)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Limit) Assert.Fail($"never happened: {what}");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}
