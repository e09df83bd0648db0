using OrleansHybrid.Cluster.Contracts;

namespace OrleansHybrid.Simulation.Silos;

/// <summary>The references to grains of one process.</summary>
internal sealed class SimGrains(Caller caller, Calls calls) : IGrainFactory
{
    private readonly Dictionary<(Type, string), object> _known = [];

    public static GrainId IdOf(Type type, string key) => GrainId.Create(
        type == typeof(ITrialGrain) ? "trial"
            : type == typeof(ISweepGrain) ? "sweep"
            : type == typeof(IResultGrain) ? "result"
            : "scheduler",
        key);

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey => Find<TGrainInterface>(primaryKey);

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey => Find<TGrainInterface>("0");

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidCompoundKey => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerCompoundKey => throw new NotSupportedException();

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => throw new NotSupportedException();

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey, string keyExtension) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey, string keyExtension) => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId) where TGrainInterface : IAddressable =>
        throw new NotSupportedException();

    public IAddressable GetGrain(GrainId grainId) => throw new NotSupportedException();

    public IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceType) => throw new NotSupportedException();

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey, string grainClassNamePrefix) => throw new NotSupportedException();

    public IAddressable GetGrain(Type interfaceType, IdSpan grainKey) => throw new NotSupportedException();

    private T Find<T>(string key)
    {
        if (_known.TryGetValue((typeof(T), key), out var known)) return (T)known;
        var id = IdOf(typeof(T), key);
        var method = typeof(GrainProxy).GetMethod(nameof(GrainProxy.Create), 1, [typeof(Func<GrainMethod, object?[], Task>)])!
            .MakeGenericMethod(typeof(T));
        Func<GrainMethod, object?[], Task> call = (called, arguments) => called.Call(caller, id, calls, arguments);
        return (T)(_known[(typeof(T), key)] = method.Invoke(null, [call])!);
    }
}
