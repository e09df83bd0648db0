using OrleansHybrid.Web.Tests.Testing;

[assembly: AssemblyFixture(typeof(SharedSilo))]

namespace OrleansHybrid.Web.Tests.Testing;

/// <summary>One silo for all tests that need no silo of their own; each submits a sweep under another name.</summary>
public sealed class SharedSilo : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private WebSilo? _silo;

    internal WebSilo Silo => _silo!;

    public async ValueTask InitializeAsync() => _silo = await WebSilo.Start(_folder.Path);

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null) await _silo.DisposeAsync();
        _folder.Dispose();
    }
}
