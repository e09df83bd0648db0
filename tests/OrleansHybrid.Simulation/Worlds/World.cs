using System.Diagnostics.Metrics;
using OrleansHybrid.Cluster.Clocks;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Cluster.Metrics;
using OrleansHybrid.Simulation.Checks;
using OrleansHybrid.Simulation.Silos;
using OrleansHybrid.Simulation.Storage;
using OrleansHybrid.Simulation.Time;
using OrleansHybrid.Simulation.Trainers;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Search;
using OrleansHybrid.Sweeps.Search.Halving;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Simulation.Worlds;

/// <summary>A cluster with its machines, network and stores, all drawn from one seed.</summary>
internal sealed class World : IMeterFactory
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly Action<string>? _tell;
    private readonly List<Meter> _meters = [];
    private readonly List<SimSilo> _silos = [];
    private long _membershipVersion;
    private readonly Dictionary<int, Recipe> _recipes = [];
    private SweepDefinition _chosen;

    /// <param name="tell">Told the story, a line each; null for none.</param>
    public World(int seed, Folders folders, string yaml, Action<string>? tell)
    {
        (Dice, Folders, Yaml, _tell) = (new(seed), folders, yaml, tell);
        Definition = new SweepText(yaml, "simulated.yaml").Parse();
        Calls = new(this);
        Directory = new(this);
        Network = new(this);
        Reminders = new(this);
        Watch = new(this);
        Instruments = new(this, new());
        Members = SimMembership.Of([], 0);
        Undisturbed = ChooseUndisturbed();
        _chosen = Definition.Anew();
    }

    public Random Dice { get; }

    public Folders Folders { get; }

    public string Yaml { get; }

    public SweepDefinition Definition { get; }

    /// <summary>The search as it chooses where nothing ever fails; null for a sweep that is no search that can be repeated.</summary>
    public ChosenTrials? Undisturbed { get; }

    public ClusterTimings Timings { get; } = new()
    {
        Heartbeat = TimeSpan.FromSeconds(2),
        Poll = TimeSpan.FromSeconds(1),
        Outage = TimeSpan.FromMinutes(2),
        Silence = TimeSpan.FromSeconds(40),
    };

    public Agenda Agenda { get; } = new();

    public Calls Calls { get; }

    public GrainDirectory Directory { get; }

    public Network Network { get; }

    public Reminders Reminders { get; }

    public Watch Watch { get; }

    public Disk Disk { get; private set; } = new();

    public CheckpointDisk Checkpoints { get; } = new();

    public ReadTexts Texts { get; } = new();

    public ClusterInstruments Instruments { get; }

    public ClusterMembershipSnapshot Members { get; private set; }

    public IReadOnlyList<SimSilo> Silos => _silos;

    /// <summary>Whether checkpoints lie in a folder that all machines share.</summary>
    public bool SharesFolder { get; init; }

    /// <summary>Whether stored state goes through its JSON.</summary>
    public bool StoresJson { get; init; }

    public StorageFaults StorageFaults { get; set; } = StorageFaults.None;

    public TrainerFaults TrainerFaults { get; set; } = TrainerFaults.None;

    public CheckpointFaults CheckpointFaults { get; set; } = CheckpointFaults.None;

    /// <summary>The faults of the store of checkpoints before calm.</summary>
    public CheckpointFaults MostCheckpointFaults { get; set; } = CheckpointFaults.None;

    public IReadOnlyDictionary<string, int> Counts => _counts;

    public TimeSpan Now => TimeSpan.FromTicks(Agenda.Now);

    public SimSilo AddSilo(int number, int generation, int slots, double rate)
    {
        var silo = new SimSilo(this, number, generation, slots, rate);
        _silos.Add(silo);
        MembersChanged();
        silo.Start();
        return silo;
    }

    public void MembersChanged() => Members = SimMembership.Of(_silos, ++_membershipVersion);

    public void Count(string fault)
    {
        _counts[fault] = _counts.GetValueOrDefault(fault) + 1;
        Tell(fault);
    }

    public void Tell(string line) => _tell?.Invoke(FormattableString.Invariant($"{Now.TotalSeconds,9:F3} {line}"));

    public Recipe RecipeOf(TrialId id)
    {
        if (_recipes.TryGetValue(id.Index, out var known)) return known;
        return _recipes[id.Index] = _chosen.RecipeOf(id.Index);
    }

    /// <summary>True for a trial that may go on from the checkpoint of the trial that paused at the rung below.</summary>
    public bool MayBorrow(int trial) => Definition.Chosen is { Fidelity: Fidelity.Epochs } chosen && chosen.PlaceOf(trial).Rung > 0;

    /// <summary>A choice was stored: what the trial is follows from it.</summary>
    public void Chosen(int trial, TrialDraw draw)
    {
        if (_chosen.Chosen is { } chosen && chosen.DrawOf(trial) is null) chosen.Keep(trial, draw);
    }

    /// <summary>The stored state of all grains becomes an older one: what was chosen since is to be chosen again.</summary>
    public void Restore(Disk older)
    {
        Disk = older;
        Watch.Restored();
        (_chosen, var draws) = (Definition.Anew(), EndChecks.Draws(this));
        _recipes.Clear();
        foreach (var (trial, draw) in draws.Index())
            if (draw is not null) Chosen(trial, draw);
    }

    public TrialInstruments TrialInstruments(AwakeTime time) => new(this, time);

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options);
        _meters.Add(meter);
        return meter;
    }

    public void Dispose()
    {
        foreach (var meter in _meters) meter.Dispose();
    }

    private ChosenTrials? ChooseUndisturbed()
    {
        if (Definition.Chosen is not { IsReproducible: true }) return null;
        var sweep = Definition.Anew();
        var chosen = sweep.Chosen!;
        for (var trial = 0; trial < chosen.Count; trial++) chosen.Keep(trial, chosen.Choose(trial, ResultOf));
        return chosen;

        double? ResultOf(int trial) => chosen.DrawOf(trial) is not { } draw ? null
            : !draw.IsTrained ? double.NaN
            : sweep.MetricOf(trial).Of(SimTraining.Result(
                sweep.RecipeOf(trial), sweep.UntilEpoch(trial) ?? sweep.RecipeOf(trial).Epochs, 0, null)) ?? double.NaN;
    }
}
