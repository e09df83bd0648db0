using System.Diagnostics;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Silo;
using OrleansHybrid.Sweeps.Results;

namespace OrleansHybrid.Cluster.Tests.Testing;

/// <summary>A real silo with two slots and fake trainers, on the folders <c>state</c> and <c>data</c> of a test's folder.</summary>
internal sealed class TestSilo : IAsyncDisposable
{
    private readonly SiloHost _host;

    private TestSilo(SiloHost host, StateDirectory state) => (_host, State) = (host, state);

    public StateDirectory State { get; }

    public IGrainFactory Grains => _host.Cluster;

    public Uri HttpAddress => _host.HttpAddress;

    public static SiloOptions Options(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "data"));
        return new(Path.Combine(folder, "state"), Path.Combine(folder, "data"), FakeTrainer.Assembly, Slots: 2)
        {
            Timings = new()
            {
                Heartbeat = TimeSpan.FromMilliseconds(100),
                Poll = TimeSpan.FromMilliseconds(50),
                Call = TimeSpan.FromMinutes(2)
            },
        };
    }

    /// <summary>One of several silos on a test's folder: they share the checkpoints and nothing else.</summary>
    public static SiloOptions MemberOptions(string folder, ClusterServer server, SiloRole role, string name) => Options(folder) with
    {
        StateDirectory = Path.Combine(folder, name),
        Checkpoints = server is AzureAccount account
            ? CheckpointPlace.Of(account)
            : new CheckpointPlace.Folder(Path.Combine(folder, "checkpoints")),
        Membership = new(server, GrainStateStore.Of(server)) { Role = role },
        // What a silo that dies was asked is never answered, and has to be asked again.
        Timings = Options(folder).Timings with { Call = TimeSpan.FromSeconds(10) },
    };

    public static Task<TestSilo> Start(string folder) => Start(Options(folder));

    public static async Task<TestSilo> Start(SiloOptions options)
    {
        var host = SiloHost.Build(options);
        await host.StartAsync();
        var state = new StateDirectory(options.StateDirectory);
        return new(
            host, options.Checkpoints is CheckpointPlace.Folder checkpoints ? state with { CheckpointRoot = checkpoints.Root } : state);
    }

    /// <summary>The child's side of <see cref="StartChild"/>.</summary>
    public static async Task<int> RunUntilKilled(string folder, string yaml)
    {
        await using var silo = await Start(folder);
        await silo.Submit(yaml);
        Console.WriteLine("submitted");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
        return 0;
    }

    /// <summary>The same silo in a process of its own, with a sweep submitted: one that can be killed.</summary>
    public static async Task<Process> StartChild(string folder, string yaml)
    {
        var child = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, ["silo", folder, yaml]) { RedirectStandardOutput = true })!;
        Assert.Equal("submitted", await child.StandardOutput.ReadLineAsync());
        return child;
    }

    /// <summary>The child's side of <see cref="StartMemberChild"/>.</summary>
    /// <param name="tls">The folder of its certificate; null for none.</param>
    public static async Task<int> ServeUntilKilled(SiloRole role, string folder, string server, string? tls)
    {
        var options = MemberOptions(folder, ClusterServer.Parse(server), role, "child");
        var identity = tls is null ? null : ClusterIdentity.Read(tls);
        await using var silo = await Start(options with { Membership = options.Membership! with { Identity = identity } });
        Console.WriteLine("started");
        // Its input ends with the test, also with one that fails before it kills this process.
        await Console.In.ReadToEndAsync();
        return 0;
    }

    /// <summary>One of several silos, in a process of its own and with its own files in the folder <c>child</c>: one that can be
    /// killed.</summary>
    public static async Task<Process> StartMemberChild(SiloRole role, string folder, string server)
    {
        var child = Process.Start(
            new ProcessStartInfo(
                Environment.ProcessPath!,
                ["member", $"{role}", folder, server])
            { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        Assert.Equal("started", await child.StandardOutput.ReadLineAsync());
        return child;
    }

    public async Task<ISweepGrain> Submit(string yaml)
    {
        var calls = new PatientCalls(new(), TimeProvider.System, Eventually.Limit);
        return Grains.GetGrain<ISweepGrain>((await calls.Repeat(() => Grains.GetScheduler().Submit(yaml, "test.yaml"))).Sweep);
    }

    public static Task Finish(ISweepGrain sweep) => Eventually.Is(async () => (await sweep.Status()).IsFinished, "the sweep is finished");

    public static async Task<IReadOnlyList<TrialRow>> FinishedRows(ISweepGrain sweep)
    {
        await Finish(sweep);
        return await sweep.Rows(0, int.MaxValue);
    }

    /// <summary>The steps that the trial's trainers trained, attempt by attempt.</summary>
    public (int Attempt, int Step)[] Journal(ISweepGrain sweep, int trial)
    {
        var file = Path.Combine(State.Checkpoints(new(sweep.GetPrimaryKeyString(), trial)), "journal");
        return File.Exists(file)
            ? [.. File.ReadAllLines(file).Select(line => line.Split(' ')).Select(words => (int.Parse(words[0]), int.Parse(words[1])))]
            : [];
    }

    /// <summary>Process ids of the trainers that run.</summary>
    public string[] Trainers => [.. Directory.GetFiles(State.Trainers).Select(file => Path.GetFileName(file)).Order()];

    public string? Fault => _host.Fault;

    public Task Leaving => _host.Leaving(CancellationToken.None);

    public Task Stop() => _host.StopAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
