using OrleansHybrid.Sweeps.Scheduling;

namespace OrleansHybrid.Sweeps.Tests.Scheduling;

public sealed class FairShareTests
{
    private static readonly TimeSpan Start = TimeSpan.FromDays(1);

    [Theory]
    [InlineData(8, 10, 10)]
    [InlineData(2, 10, 10)]
    [InlineData(1, 10, 10)]
    [InlineData(7, 10, 10)]
    [InlineData(8, 30, 5)]
    [InlineData(1, 5, 30)]
    public void Weights3To1_OverARun_ShareTheSlots3To1(int slots, int secondsOfA, int secondsOfB)
    {
        var simulation = new Simulation(slots);
        simulation.Join("a", new(Weight: 3), secondsOfA);
        simulation.Join("b", new(Weight: 1), secondsOfB);

        simulation.Run(seconds: 4_000);

        Assert.InRange(simulation.Used["a"] / (double)simulation.Used["b"], 2.85, 3.15);
        Assert.Equal(slots * 4_000, simulation.Used.Values.Sum());
    }

    [Fact]
    public void Weights3To1_Of8Slots_Hold6And2AtEveryMoment_OnceTrialsHaveEnded()
    {
        var simulation = new Simulation(8);
        simulation.Join("a", new(Weight: 3), 10);
        simulation.Join("b", new(Weight: 1), 10);
        simulation.Run(seconds: 100);

        for (var second = 0; second < 200; second++)
        {
            simulation.Run(seconds: 1);
            Assert.Equal((6, 2), (simulation.Share.Held("a"), simulation.Share.Held("b")));
        }
    }

    [Fact]
    public void HigherPriority_GetsEverySlotThatFallsFree_UntilItHasNothingToStart()
    {
        var simulation = new Simulation(4);
        simulation.Join("low", new(Priority: 0, Weight: 100), 10);
        simulation.Run(seconds: 20);
        simulation.Join("high", new(Priority: 1), 10, trials: 8);

        simulation.Run(seconds: 10);
        Assert.Equal((0, 4), (simulation.Share.Held("low"), simulation.Share.Held("high")));

        simulation.Run(seconds: 30);
        Assert.Equal((4, 0), (simulation.Share.Held("low"), simulation.Share.Held("high")));
    }

    [Fact]
    public void SweepThatJoinsLate_BeginsLevel_AndTakesNoMoreThanItsShare()
    {
        var simulation = new Simulation(8);
        simulation.Join("old", new(), 10);
        simulation.Run(seconds: 10_000);
        simulation.Join("new", new(), 10);

        simulation.Run(seconds: 100);

        Assert.InRange(simulation.Share.Held("new"), 4, 5);
    }

    [Fact]
    public void SweepThatHadNothingToStart_EarnsNoCredit()
    {
        var simulation = new Simulation(4);
        simulation.Join("busy", new(), 10);
        simulation.Join("idle", new(), 10, trials: 2);
        simulation.Run(seconds: 10_000);
        simulation.Join("idle", new(), 10);

        simulation.Run(seconds: 1_000);

        Assert.InRange(simulation.Used["idle"], 1_800, 2_200);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void Turns_AreThoseThatTheSweepsWouldGetOneAfterTheOther(int slots)
    {
        var share = new FairShare();
        string[] sweeps = ["a", "b", "c", "low"];
        foreach (var (place, sweep) in sweeps.Index())
        {
            share.Join(sweep, new(Priority: sweep == "low" ? -1 : 0, Weight: 1 + place * 0.7));
            share.Granted(sweep, "before", [sweep], Start, Start);
            share.Freed("before", [sweep], Start + TimeSpan.FromSeconds(3 + 11 * place));
        }

        share.Passed("b");
        var now = Start + TimeSpan.FromMinutes(1);
        var turns = share.Turns(slots, slots, share.Order(now), now);

        var oneByOne = new List<string>();
        for (var slot = 0; slot < slots; slot++)
        {
            oneByOne.Add(share.Order(now)[0]);
            share.Granted(oneByOne[^1], "silo", [$"cpu{slot}"], now, now);
        }

        Assert.Equal(oneByOne.CountBy(sweep => sweep).Select(sweep => (sweep.Key, sweep.Value)), turns);
    }

    [Fact]
    public void Turns_OfASweepThatHasStartedNothingYet_AreOne_AndTheLast()
    {
        var share = new FairShare();
        share.Join("old", new());
        share.Granted("old", "silo", ["cpu0"], Start, Start);
        share.Join("new", new());

        Assert.Equal([("new", 1)], share.Turns(8, 8, share.Order(Start), Start));
    }

    [Fact]
    public void Turns_EndWhereTheNextTrialNeedsMoreSlotsThanAreLeft()
    {
        var share = new FairShare();
        share.Join("wide", new());
        share.Join("narrow", new());
        share.Granted("wide", "silo", ["cpu0", "cpu1", "cpu2"], Start, Start);
        share.Granted("narrow", "silo", ["cpu3"], Start, Start);

        Assert.Equal([("wide", 1)], share.Turns(5, 5, share.Order(Start), Start));
        Assert.Equal([("wide", 2), ("narrow", 1)], share.Turns(7, 7, share.Order(Start), Start));
    }

    [Fact]
    public void Gone_EndsAllGrantsOfAnAgent()
    {
        var share = new FairShare();
        share.Join("a", new());
        share.Granted("a", "silo", ["gpu0", "gpu1"], Start, Start);
        share.Granted("a", "other", ["gpu0"], Start, Start);

        share.Gone("silo", Start + TimeSpan.FromSeconds(5));

        Assert.Equal((1, "other"), (share.Held("a"), Assert.Single(share.Agents)));
    }

    /// <summary>One agent whose trials take whole seconds; sweeps ask for slots second by second.</summary>
    private sealed class Simulation(int slots)
    {
        private readonly (string Sweep, int Until)?[] _running = new (string, int)?[slots];
        private readonly Dictionary<string, (int Seconds, int Left)> _sweeps = [];
        private int _now;

        public FairShare Share { get; } = new();

        /// <summary>Slot seconds so far.</summary>
        public Dictionary<string, int> Used { get; } = [];

        private TimeSpan Now => Start + TimeSpan.FromSeconds(_now);

        public void Join(string sweep, SweepShare share, int seconds, int trials = int.MaxValue)
        {
            Share.Join(sweep, share);
            _sweeps[sweep] = (seconds, trials);
            Used.TryAdd(sweep, 0);
        }

        public void Run(int seconds)
        {
            for (var end = _now + seconds; _now < end; _now++)
            {
                for (var slot = 0; slot < slots; slot++)
                {
                    if (_running[slot] is { } over && over.Until <= _now)
                    {
                        Share.Freed("silo", [$"cpu{slot}"], Now);
                        _running[slot] = null;
                    }

                    if (_running[slot] is null) StartOn(slot);
                    if (_running[slot] is { } running) Used[running.Sweep]++;
                }
            }
        }

        private void StartOn(int slot)
        {
            foreach (var sweep in Share.Order(Now))
            {
                var (seconds, left) = _sweeps[sweep];
                if (left == 0)
                {
                    Share.Passed(sweep);
                    continue;
                }

                _sweeps[sweep] = (seconds, left - 1);
                _running[slot] = (sweep, _now + seconds);
                Share.Granted(sweep, "silo", [$"cpu{slot}"], Now, Now);
                return;
            }
        }
    }
}
