namespace OrleansHybrid.Testing;

/// <summary>
/// One emulator for all tests of an assembly that leave it running, each with containers or clusters of its own: a fixture that
/// starts it for
/// the first test that asks, so that a skip is that test's.
/// </summary>
public sealed class SharedAzurite : IDisposable
{
    private readonly Lazy<AzuriteProcess> _process = new(() => new());

    public AzuriteProcess Process => _process.Value;

    /// <summary>The setting of a container that no other test has.</summary>
    public string NewContainer() => Process.Setting($"c{Guid.NewGuid():N}");

    /// <summary>The setting of a cluster that no other test has.</summary>
    public string NewCluster() => Process.ClusterSetting(NewName());

    /// <summary>The name of a cluster that no other test has.</summary>
    public static string NewName() => $"c{Guid.NewGuid():N}"[..20];

    public void Dispose()
    {
        if (_process.IsValueCreated) _process.Value.Dispose();
    }
}
