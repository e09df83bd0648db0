namespace OrleansHybrid.Testing;

/// <summary>Waits for conditions. Nothing is asserted by its limit: what a test waits for comes however long a busy machine
/// takes.</summary>
public static class Eventually
{
    /// <summary>Ends a test that hangs: ten times what the longest wait takes beside twenty busy processes on two cores.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Task Is(Func<bool> condition, string what) => Is(() => Task.FromResult(condition()), what);

    /// <summary>Asks until the answer is as it should be.</summary>
    public static async Task<T> Answer<T>(Func<Task<T>> question, Predicate<T> isRight)
    {
        T answer = default!;
        await Is(async () => isRight(answer = await question()), () => $"an answer that is right; the last one is {answer}");
        return answer;
    }

    /// <param name="what">Says what is waited for, to whoever reads that it never happened.</param>
    public static Task Is(Func<Task<bool>> condition, string what) => Is(condition, () => what);

    private static async Task Is(Func<Task<bool>> condition, Func<string> what)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await Holds(condition))
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Limit) Assert.Fail($"never happened: {what()}");
            await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    // A call that got no answer in time tells nothing: it is made again.
    private static async Task<bool> Holds(Func<Task<bool>> condition)
    {
        try
        {
            return await condition();
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
