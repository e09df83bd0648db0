using System.Diagnostics;
using OrleansHybrid.Cluster.Trainers;

namespace OrleansHybrid.Cluster.Tests.Slots;

public sealed class RunningTrainersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EndOrphans_EndsATrainerThatOutlivedItsSilo()
    {
        using var trainer = Start();
        new RunningTrainers(_folder.Path).Add(trainer.Id);

        Assert.Equal([trainer.Id], new RunningTrainers(_folder.Path).EndOrphans());

        await trainer.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void EndOrphans_LeavesAStrangerWithTheSameNumberAlone()
    {
        using var stranger = Start();
        File.WriteAllText(_folder[$"{stranger.Id}"], "another time");

        Assert.Empty(new RunningTrainers(_folder.Path).EndOrphans());

        Assert.False(stranger.HasExited);
        Assert.Empty(Directory.GetFiles(_folder.Path));
        stranger.Kill();
    }

    [Fact]
    public void EndOrphans_LeavesTheTrainersOfAnotherLivingSiloAlone()
    {
        using var silo = Start();
        using var trainer = Start();
        new RunningTrainers(_folder.Path).Add(trainer.Id);
        File.WriteAllText(_folder[$"{trainer.Id}"], $"{StartOf(trainer)} {silo.Id} {StartOf(silo)}");

        Assert.Empty(new RunningTrainers(_folder.Path).EndOrphans());

        Assert.False(trainer.HasExited);
        silo.Kill();
        silo.WaitForExit();
        Assert.Equal([trainer.Id], new RunningTrainers(_folder.Path).EndOrphans());
    }

    [Fact]
    public void EndOrphans_OfATrainerThatEnded_FindsNothing()
    {
        using var trainer = Start();
        var register = new RunningTrainers(_folder.Path);
        register.Add(trainer.Id);
        register.Remove(trainer.Id);
        trainer.Kill();

        Assert.Empty(register.EndOrphans());
    }

    private string StartOf(Process process)
    {
        new RunningTrainers(_folder["starts"]).Add(process.Id);
        return File.ReadAllText(Path.Combine(_folder["starts"], $"{process.Id}")).Split(' ')[0];
    }

    // It waits for an order that never comes.
    private static Process Start() =>
        Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["serve"]) { RedirectStandardInput = true })!;
}
