using System.Diagnostics.CodeAnalysis;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Storage;
using Orleans.Timers;
using OrleansHybrid.Cluster.Attempts;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Cluster.Trainers;
using OrleansHybrid.Simulation.Storage;
using OrleansHybrid.Simulation.Time;
using OrleansHybrid.Simulation.Trainers;

namespace OrleansHybrid.Simulation.Silos;

/// <summary>A silo: the cluster's own grains and slot agent in a process of a simulated machine.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Neither a timer nor a handle hangs on what tells its agent to stop.")]
internal sealed class SimSilo : ILocalSiloDetails
{
    private readonly Dictionary<GrainId, Activation> _activations = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly int _slots;

    /// <param name="number">Of its machine.</param>
    /// <param name="slots">0 for a control silo.</param>
    /// <param name="rate">The speed of its machine's clock.</param>
    public SimSilo(Worlds.World world, int number, int generation, int slots, double rate)
    {
        (World, Number, _slots) = (world, number, slots);
        SiloAddress = SiloAddress.New(IPAddress.Loopback, 11_000 + number, generation);
        Name = FormattableString.Invariant($"{(slots == 0 ? "control" : "agent")} {number}.{generation}");
        Process = new(world.Agenda, Name, rate);
        Awake = new(Process.Clock);
        Storage = new(this);
        Checkpoints = new(this);
        Membership = new(world);
        var grains = new SimGrains(new(Process, this), world.Calls);
        Services = new();
        Services.Add<IGrainFactory>(grains);
        Services.Add<IGrainRuntime>(new SimRuntime(this, grains));
        Services.Add<ITimerRegistry>(new SimTimers());
        Services.Add<IReminderRegistry>(world.Reminders);
        Services.Add<IGrainStorage>(Storage);
        if (slots > 0) AddAgent(grains);
    }

    public Worlds.World World { get; }

    public Calls Calls => World.Calls;

    public int Number { get; }

    public string Name { get; }

    public SimProcess Process { get; }

    public AwakeTime Awake { get; }

    public SiloServices Services { get; }

    public SimStorage Storage { get; }

    public SimCheckpoints Checkpoints { get; }

    public SimMembership Membership { get; }

    public bool IsControl => _slots == 0;

    /// <summary>What lies on the disk of its machine, by path.</summary>
    public Dictionary<string, StoredFile> Staged { get; } = [];

    /// <summary>False once the others hold it for dead.</summary>
    public bool IsMember { get; private set; } = true;

    public bool IsDraining { get; private set; }

    public SiloAddress SiloAddress { get; }

    public string Address => SiloAddress.ToParsableString();

    public string ClusterId => "simulation";

    public string DnsHostName => "simulation";

    public SiloAddress GatewayAddress => SiloAddress;

    public IEnumerable<Activation> Activations => _activations.Values;

    /// <summary>Completes when the agent has handed everything back.</summary>
    public Task Work { get; private set; } = Task.CompletedTask;

    public void Start()
    {
        if (!IsControl) Work = Process.Threads.Run(() => Agent().Work(_stopping.Token));
    }

    public bool Hosts(GrainId grain) => _activations.ContainsKey(grain);

    public void Receive(GrainCall call)
    {
        if (!_activations.TryGetValue(call.Grain, out var activation))
        {
            // It has left meanwhile, and is elsewhere or nowhere.
            if (World.Directory.Find(call.Grain, this) != this)
            {
                Calls.Forward(call);
                return;
            }

            _activations.Add(call.Grain, activation = new(this, call.Grain));
        }

        activation.Receive(call);
    }

    public void Forget(Activation activation)
    {
        if (_activations.GetValueOrDefault(activation.GrainId) == activation) _activations.Remove(activation.GrainId);
        World.Directory.Forget(activation.GrainId, this);
    }

    /// <summary>Its machine is told to stop: it hands everything back.</summary>
    public void Drain()
    {
        IsDraining = true;
        Process.Post(_stopping.Cancel);
    }

    public void Die()
    {
        Process.Die();
        World.Watch.SiloDies(this);
        _activations.Clear();
    }

    /// <summary>The others hold it for dead, whether it is or not.</summary>
    public void DeclareDead()
    {
        IsMember = false;
        World.Directory.Forget(this);
        World.MembersChanged();
    }

    private void AddAgent(SimGrains grains)
    {
        var pool = SlotPool.OfCores(_slots);
        Services.Add(pool);
        Services.Add(Awake);
        Services.Add(World.Timings);
        Services.Add(World.Instruments);
        Services.Add(World.TrialInstruments(Awake));
        Services.Add<ICheckpointStore>(Checkpoints);
        Services.Add<TrainerHost>(new SimTrainerHost(this));
        Services.Add(new PatientCalls(World.Timings, Awake, World.Timings.Outage));
        Services.Add(new SeenData((dataset, _) => Task.FromResult(new DataSeen(dataset, null, "none here")), Awake));
        Services.Add(new AttemptFactory(Services));
        Services.Add(new AgentCalls(pool, Services.Get<SeenData>(), grains, this));
    }

    private SlotAgent Agent() => new(
        Services.Get<SlotPool>(), Services.Get<AttemptFactory>(), Services.Get<AgentCalls>(), World.Timings, Awake,
        NullLogger<SlotAgent>.Instance);
}
