using Orleans.Storage;

namespace OrleansHybrid.Cluster.Storage;

/// <summary>
/// The random id of a state, made by the first silo that starts on it and kept with it: what is stored elsewhere says by it to
/// which state it belongs.
/// </summary>
internal sealed class StateId(IGrainStorage storage) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>Behind the storages' own start, and before the silo joins its cluster.</summary>
    public const int StartStage = ServiceLifecycleStage.ApplicationServices + 1;

    private const string Name = "state-id";

    private static readonly GrainId Key = GrainId.Create(Name, "0");

    private readonly TaskCompletionSource<string> _value = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>There once the silo has started.</summary>
    public Task<string> Value => _value.Task;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(StateId), StartStage, Load);

    internal async Task Load(CancellationToken stop)
    {
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            var record = new GrainState<StateIdRecord>(new());
            await storage.ReadStateAsync(Name, Key, record);
            if (record.State?.Id is { } known)
            {
                _value.TrySetResult(known);
                return;
            }

            try
            {
                record.State = new($"{Guid.NewGuid():N}");
                await storage.WriteStateAsync(Name, Key, record);
            }
            catch (InconsistentStateException)
            {
                // Another silo was first.
            }
        }
    }
}

/// <param name="Id">Null before there is one.</param>
[GenerateSerializer, Immutable, Alias("state-id-record")]
internal sealed record StateIdRecord([property: Id(0)] string? Id)
{
    public StateIdRecord()
        : this((string?)null)
    {
    }
}
