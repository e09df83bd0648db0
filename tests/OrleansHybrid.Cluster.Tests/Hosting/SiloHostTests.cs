using System.Net;
using System.Net.Sockets;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Silo;
using OrleansHybrid.Silo.Machine;

namespace OrleansHybrid.Cluster.Tests.Hosting;

public sealed class SiloHostTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private SiloOptions Options => TestSilo.Options(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Build_OnAStateFolderInUse_NamesTheHolder()
    {
        await using var holder = SiloHost.Build(Options);

        var refusal = Assert.Throws<SiloException>(() => SiloHost.Build(Options));

        Assert.Contains($"process {Environment.ProcessId}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_AfterTheHolderIsGone_Works()
    {
        await SiloHost.Build(Options).DisposeAsync();

        await using var next = SiloHost.Build(Options);
    }

    [Fact]
    public async Task Start_OnAPortInUse_NamesThePort()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await using var silo = SiloHost.Build(Options with { HttpPort = port });

        var refusal = await Assert.ThrowsAsync<SiloException>(() => silo.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains($"Port {port}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnADamagedStateFile_NamesItAndTheRemedy()
    {
        Directory.CreateDirectory(Options.StateDirectory);
        File.WriteAllText(_folder["state/grains.db"], new string('x', 5000));
        await using var silo = SiloHost.Build(Options);

        var refusal = await Assert.ThrowsAsync<GrainStorageException>(() => silo.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains("grains.db", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Move it away", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_WithOptionsThatCannotWork_NamesThemAndTheRemedy()
    {
        Assert.Contains("dotnet build", Refusal(Options with { TrainerPath = _folder["nothing"] }), StringComparison.Ordinal);
        Assert.Contains("at least 1", Refusal(Options with { Slots = 0 }), StringComparison.Ordinal);
        Assert.Contains("65535", Refusal(Options with { HttpPort = 70_000 }), StringComparison.Ordinal);
        Assert.Contains("data folder", Refusal(Options with { DataDirectory = _folder["nothing"] }), StringComparison.Ordinal);
        File.WriteAllText(_folder["file"], "");
        Assert.Contains(
            "state folder cannot be used", Refusal(Options with { StateDirectory = _folder["file/state"] }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnThePlaceOfAnotherState_IsRefused_UntilItIsAdopted()
    {
        var place = new CheckpointPlace.Folder(_folder["shared"]);
        await using (
            var first = SiloHost.Build(Options with { Checkpoints = place })) await first.StartAsync(TestContext.Current.CancellationToken);
        var second = Options with { StateDirectory = _folder["second"], Checkpoints = place };

        await using (var silo = SiloHost.Build(second))
        {
            var refusal = await Assert.ThrowsAsync<CheckpointStoreException>(() => silo.StartAsync(TestContext.Current.CancellationToken));
            Assert.Contains(_folder["state"], refusal.Message, StringComparison.Ordinal);
        }

        await using (
            var reader = SiloHost.Build(second with { OnlyAnswers = true })) await reader.StartAsync(TestContext.Current.CancellationToken);
        await using var heir = SiloHost.Build(second with { AdoptsCheckpoints = true });
        await heir.StartAsync(TestContext.Current.CancellationToken);
    }

    private static string Refusal(SiloOptions options) => Assert.Throws<SiloException>(() => SiloHost.Build(options)).Message;
}
