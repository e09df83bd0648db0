namespace OrleansHybrid.Cluster.Storage;

internal static class PersistentStates
{
    /// <summary>Makes <paramref name="next"/> the state once it is on disk. Where it cannot be written, it did not happen.</summary>
    public static async Task Save<T>(this IPersistentState<T> state, T next)
    {
        var before = state.State;
        state.State = next;
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            state.State = before;
            throw;
        }
    }
}
