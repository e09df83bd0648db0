namespace OrleansHybrid.Benchmarks.Clusters;

/// <summary>What may happen to a cluster, in a shuffled order that gives every kind its turn.</summary>
internal sealed class Faults(SmallCluster cluster, Random random)
{
    private static readonly TimeSpan Freeze = TimeSpan.FromSeconds(12), RedisOutage = TimeSpan
        .FromSeconds(1), Look = TimeSpan
        .FromMilliseconds(100), Glance = TimeSpan
        .FromMilliseconds(2);

    private readonly Dictionary<string, int> _counts = [];

    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>From a silo's SIGKILL to the end of each of its trainers.</summary>
    public List<double> TrainerDeathsMs { get; } = [];

    /// <summary>Strikes at random moments of a sweep, so that a slow machine meets them all over it as a fast one does.</summary>
    /// <param name="trials">Of the sweep.</param>
    /// <param name="finished">How many of them are finished now.</param>
    public async Task Strike(int faults, int trials, Func<int> finished, CancellationToken stop)
    {
        // Not among the last trials: a fault that lasts should still find some to disturb.
        int[] moments = [.. Enumerable.Range(0, faults).Select(_ => random.Next(trials * 4 / 5)).Order()];
        (string Name, Func<Task> Strike)[] kinds =
        [
            ("kill_gpu", KillGpu), ("freeze_gpu", FreezeGpu), ("term_gpu", TermGpu), (
                "kill_control", KillControl), ("kill_redis", KillRedis),
        ];
        var deck = new Queue<(string Name, Func<Task> Strike)>();
        try
        {
            for (var fault = 1; fault <= faults; fault++)
            {
                if (deck.Count == 0)
                {
                    random.Shuffle(kinds);
                    foreach (var kind in kinds) deck.Enqueue(kind);
                }

                await Task.Delay(TimeSpan.FromSeconds(3 * random.NextDouble()), TimeProvider.System, stop);
                while (finished() < moments[fault - 1] || !cluster.Gpus.Any(Trains)) await Task.Delay(Look, TimeProvider.System, stop);
                var (name, strike) = deck.Dequeue();
                await Console.Error.WriteLineAsync($"fault {fault}/{faults}: {name}");
                await strike();
                _counts[name] = _counts.GetValueOrDefault(name) + 1;
            }
        }
        catch (OperationCanceledException)
        {
            // The sweep is finished.
        }
    }

    /// <summary>SIGKILL, as when a machine goes without a word.</summary>
    public async Task Kill(SiloProcess silo)
    {
        var (id, trainers) = (silo.Id, silo.Trainers.ToHashSet());
        var begun = TimeProvider.System.GetTimestamp();
        Processes.Send(Signal.Kill, id);
        while (trainers.Count > 0)
        {
            if (trainers.RemoveWhere(trainer => !Processes.IsAlive(trainer)) is > 0 and var gone)
                TrainerDeathsMs.AddRange(Enumerable.Repeat(TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds, gone));
            await Task.Delay(Glance, TimeProvider.System);
        }
    }

    private Task KillGpu() => Kill(Any());

    /// <summary>The whole machine stands still, and comes back when others have its trials.</summary>
    private async Task FreezeGpu()
    {
        var silo = Any();
        int[] machine = [silo.Id, .. silo.Trainers];
        Processes.Send(Signal.Stop, machine);
        await Task.Delay(Freeze, TimeProvider.System);
        Processes.Send(Signal.Continue, machine);
    }

    private Task TermGpu()
    {
        Processes.Send(Signal.Terminate, Any().Id);
        return Task.CompletedTask;
    }

    private Task KillControl()
    {
        Processes.Send(Signal.Kill, cluster.Control.Id);
        return Task.CompletedTask;
    }

    private async Task KillRedis()
    {
        cluster.Redis.Kill();
        await Task.Delay(RedisOutage, TimeProvider.System);
        cluster.Redis.Restart();
    }

    private static bool Trains(SiloProcess silo) => silo.Trainers.Count > 0;

    private SiloProcess Any()
    {
        SiloProcess[] training = [.. cluster.Gpus.Where(Trains)];
        return training.Length == 0 ? cluster.Gpus[random.Next(cluster.Gpus.Count)] : training[random.Next(training.Length)];
    }
}
