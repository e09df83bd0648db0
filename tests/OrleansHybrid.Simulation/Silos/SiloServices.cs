using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OrleansHybrid.Simulation.Silos;

/// <summary>The services of a simulated silo; Orleans' own come from one container for all.</summary>
internal sealed class SiloServices : IServiceProvider
{
    private static readonly ServiceProvider Orleans = Build();

    private readonly Dictionary<Type, object> _own = [];

    public void Add<T>(T service) where T : class => _own.Add(typeof(T), service);

    public T Get<T>() where T : class => (T)_own[typeof(T)];

    public object? GetService(Type serviceType) =>
        _own.TryGetValue(serviceType, out var own) ? own
        : serviceType == typeof(IServiceProvider) ? this
        // Bound to the storage of its world, of which there are many: not kept.
        : serviceType.Name == "StateStorageBridgeSharedMap" ? _own[serviceType] = ActivatorUtilities.CreateInstance(Orleans, serviceType)
        : Orleans.GetService(serviceType);

    private static ServiceProvider Build()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddOrleans(silo => silo.UseLocalhostClustering());
        return services.BuildServiceProvider();
    }
}
