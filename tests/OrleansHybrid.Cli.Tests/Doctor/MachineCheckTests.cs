using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Doctor;
using OrleansHybrid.Sweeps.Doctor;

namespace OrleansHybrid.Cli.Tests.Doctor;

public sealed class MachineCheckTests : IDisposable
{
    private static readonly DateTimeOffset Built = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Answer_OfACheckThatHangs_IsBrokenWhenItsTimeIsUp()
    {
        var clock = new FakeTimeProvider();
        var answer = new HangingCheck().Answer(Machine(), TimeSpan.FromSeconds(25), clock, CancellationToken.None);
        await Eventually.Is(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(10));
                return answer.IsCompleted;
            },
            "the end of the check");
        Assert.Equal((CheckState.Broken, "no answer within 25 s"), ((await answer).State, (await answer).Found));
    }

    [Fact]
    public async Task Answer_OfACheckThatFails_IsItsErrorWithTheRemedy() => Assert.Equal(
        new("failing", CheckState.Broken, "The server is away", "Start it."),
        await new FailingCheck().Answer(Machine(), CancellationToken.None));

    [Fact]
    public void Names_AreSingleWords_OfOneCheckEach()
    {
        var names = MachineChecks.All.Select(check => check.Name).ToList();
        Assert.Equal(names.Distinct(), names);
        Assert.All(names, name => Assert.DoesNotContain(' ', name));
    }

    [Fact]
    public void Disk_OfAFolderThatIsNotThere_IsThatOfTheNearestOneAbove()
    {
        var result = new DiskCheck().Ask(_folder["not/there"], "--state");
        Assert.StartsWith($"{_folder.Path}: ", result.Found, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Disk_ThatIsFull_IsBroken()
    {
        using var disk = new SmallDisk(megabytes: 1);
        var result = new DiskCheck().Ask(disk.Path, "--state");
        Assert.Equal(CheckState.Broken, result.State);
        Assert.StartsWith($"{disk.Path} cannot be written: ", result.Found, StringComparison.Ordinal);
        Assert.StartsWith("Free space there", result.Remedy, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(disk.Path));
    }

    [Fact]
    public void Disk_ThatNobodyMayWrite_IsBroken()
    {
        using var disk = new SmallDisk(megabytes: 32);
        disk.MakeReadOnly();
        Assert.Equal(CheckState.Broken, new DiskCheck().Ask(disk.Path, "--state").State);
        disk.MakeWritable();
    }

    [Theory]
    [InlineData(3.0, 500, CheckState.Ok, "/data: 500 GB free, a durable write takes 3.0 ms")]
    [InlineData(3.0, 1, CheckState.Warning, "/data: 1 GB free, a durable write takes 3.0 ms")]
    [InlineData(300.0, 500, CheckState.Warning, "/data: 500 GB free, a durable write takes 300.0 ms")]
    public void Disk_ThatIsSlowOrNearlyFull_IsAWarning(double milliseconds, long gigabytes, CheckState state, string found)
    {
        var result = new DiskCheck().Judge(
            new("/data", TimeSpan.FromMilliseconds(milliseconds), gigabytes * 1_000_000_000), "--state");
        Assert.Equal((state, found), (result.State, result.Found));
    }

    [Fact]
    public async Task Ports_OfWhichOneIsTaken_NamesIt()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var taken = ((IPEndPoint)listener.LocalEndpoint).Port;

        var refused = await new PortsCheck().Answer(Machine(new() { StateDirectory = "", Ports = [taken] }), CancellationToken.None);
        var accepted = await new PortsCheck().Answer(Machine(), CancellationToken.None);

        Assert.Equal(CheckState.Broken, refused.State);
        Assert.Contains($"port {taken} cannot be listened on", refused.Found, StringComparison.Ordinal);
        Assert.Equal(CheckState.Ok, accepted.State);
    }

    [Fact]
    public void Clock_ThatIsEarlierThanTheProgram_IsAWarning()
    {
        Assert.Equal(CheckState.Warning, new ClockCheck().Judge(Built.AddDays(-2), Built, isKept: true).State);
        Assert.Equal(CheckState.Ok, new ClockCheck().Judge(Built.AddHours(-12), Built, isKept: null).State);
        var unkept = new ClockCheck().Judge(Built, Built, isKept: false);
        Assert.Contains("does not say that a time server keeps it", unkept.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, CheckState.Warning)]
    [InlineData(300, CheckState.Ok)]
    public void Certificate_ThatEndsSoon_IsAWarning(int days, CheckState state) =>
        Assert.Equal(state, new CertificateCheck().Judge("/etc/tls", Built.AddDays(days), Built).State);

    private static Machine Machine(DoctorQuestion? question = null) => new(question ?? new() { StateDirectory = "" });

    private sealed class HangingCheck() : MachineCheck("hanging")
    {
        protected override Task<CheckResult> Run(Machine machine, CancellationToken stop) => new TaskCompletionSource<CheckResult>().Task;
    }

    private sealed class FailingCheck() : MachineCheck("failing")
    {
        protected override Task<CheckResult> Run(Machine machine, CancellationToken stop) =>
            throw new UserException("The server is away. Start it.");
    }
}
