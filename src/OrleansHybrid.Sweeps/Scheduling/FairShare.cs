namespace OrleansHybrid.Sweeps.Scheduling;

/// <summary>
/// The order in which sweeps receive free slots: by priority, then by the fewest slot seconds divided by the weight. A grant is
/// charged at once with the average cost of the sweep's trials, and with its real cost when it ends, so that shares hold for one slot as
/// for hundreds, and for long as for short trials. A sweep that joins, or had nothing to start, begins level with the others: idleness
/// earns no credit.
/// </summary>
public sealed class FairShare
{
    private readonly OrderedDictionary<string, Account> _accounts = [];
    private readonly Dictionary<(string Agent, string Slot), Grant> _grants = [];

    /// <summary>Adds a sweep, or changes its share.</summary>
    public void Join(string sweep, SweepShare share)
    {
        if (_accounts.TryGetValue(sweep, out var account)) account.Claim = share;
        else _accounts.Add(sweep, new() { Claim = share });
    }

    /// <summary>Removes a sweep from the order. Its slots stay occupied.</summary>
    public void Leave(string sweep) => _accounts.Remove(sweep);

    /// <summary>The sweeps in the order of their turns; among equals, sweeps that joined or return from idleness go first.</summary>
    public IReadOnlyList<string> Order(TimeSpan now) => [.. Queue(now).OrderBy(turn => turn.Rank).Select(turn => turn.Sweep)];

    /// <summary>
    /// Shares turns out, each charged at once: as many as fit on a number of slots, as far as it is known how many slots a trial of each
    /// sweep takes. A sweep that has started none so far gets one turn, the last.
    /// </summary>
    /// <param name="slots">Slots to share out, at least 1.</param>
    /// <param name="most">Turns, at most.</param>
    /// <param name="sweeps">The sweeps that take part.</param>
    /// <returns>Each sweep with its turns, in the order of their first ones.</returns>
    public IReadOnlyList<(string Sweep, int Turns)> Turns(int slots, int most, IReadOnlyCollection<string> sweeps, TimeSpan now)
    {
        var queue = Queue(now).Where(turn => sweeps.Contains(turn.Sweep)).ToList();
        if (queue is [{ Slots: { } each } alone]) return [(alone.Sweep, Math.Clamp(slots / each, 1, most))];
        var order = new OrderedDictionary<string, int>();
        for (var left = queue.Count > 0 ? most : 0; left > 0; left--)
        {
            var next = queue.MinBy(turn => turn.Rank)!;
            if (next.Slots > slots && order.Count > 0) break;
            order[next.Sweep] = order.GetValueOrDefault(next.Sweep) + 1;
            if (next.Slots is not { } taken || (slots -= taken) <= 0) break;
            next.Take();
        }

        return [.. order.Select(turns => (turns.Key, turns.Value))];
    }

    /// <summary>Number of slots that a sweep occupies.</summary>
    public int Held(string sweep) => _accounts.TryGetValue(sweep, out var account) ? account.Running.Sum(grant => grant.Slots.Count) : 0;

    public SweepShare? Claim(string sweep) => _accounts.GetValueOrDefault(sweep)?.Claim;

    /// <summary>True if the sweep had a trial to start at its turn.</summary>
    public bool IsEager(string sweep) => _accounts.TryGetValue(sweep, out var account) && !account.IsIdle;

    /// <summary>Records that the sweep started a trial on these slots of an agent.</summary>
    public void Granted(string sweep, string agent, IReadOnlyCollection<string> slots, TimeSpan since, TimeSpan now)
    {
        Freed(agent, slots, now);
        if (!_accounts.TryGetValue(sweep, out var account)) return;
        if (account.IsIdle) Lift(account, now);
        var grant = new Grant(account, slots, since);
        account.Begin(grant);
        foreach (var slot in slots) _grants[(agent, slot)] = grant;
    }

    /// <summary>Records that the sweep had nothing to start at its turn.</summary>
    public void Passed(string sweep)
    {
        if (_accounts.TryGetValue(sweep, out var account)) account.IsIdle = true;
    }

    /// <summary>Records that nothing trains on these slots of an agent.</summary>
    public void Freed(string agent, IEnumerable<string> slots, TimeSpan now)
    {
        foreach (var slot in slots)
            if (_grants.Remove((agent, slot), out var grant))
                grant.Account.End(grant, now);
    }

    /// <summary>Number of slots of an agent on which a trial trains.</summary>
    public int BusySlots(string agent) => _grants.Keys.Count(key => key.Agent == agent);

    /// <summary>The agents of all grants.</summary>
    public IEnumerable<string> Agents => _grants.Keys.Select(key => key.Agent).Distinct();

    /// <summary>Records that the agent has left, with all its grants.</summary>
    public void Gone(string agent, TimeSpan now) =>
        Freed(agent, [.. _grants.Keys.Where(key => key.Agent == agent).Select(key => key.Slot)], now);

    /// <summary>The sweeps in the order in which they joined. An idle one begins level with the others.</summary>
    private List<Turn> Queue(TimeSpan now)
    {
        var usual = UsualSeconds();
        var queue = _accounts.Select(entry => new Turn(entry.Key, entry.Value, usual, now)).ToList();
        var least = queue.Where(turn => !turn.IsIdle)
            .GroupBy(turn => turn.Priority)
            .ToDictionary(level => level.Key, level => level.Min(turn => turn.Used));
        foreach (var idle in queue.Where(turn => turn.IsIdle))
            idle.Used = Math.Max(idle.Used, least.GetValueOrDefault(idle.Priority));
        return queue;
    }

    /// <summary>Sets an idle sweep level with the sweep that has had the least.</summary>
    private void Lift(Account account, TimeSpan now)
    {
        var usual = UsualSeconds();
        var eager = _accounts.Values.Where(other => !other.IsIdle && other.Claim.Priority == account.Claim.Priority).ToList();
        if (eager.Count > 0) account.Level += Math.Max(0, eager.Min(other => other.UsedAt(now, usual)) - account.UsedAt(now, usual));
        account.IsIdle = false;
    }

    private double UsualSeconds()
    {
        var (seconds, grants) = (_accounts.Values.Sum(account => account.Seconds), _accounts.Values.Sum(account => account.Grants));
        return grants == 0 ? 1 : seconds / grants;
    }

    private sealed class Account
    {
        public required SweepShare Claim { get; set; }

        public bool IsIdle { get; set; } = true;

        /// <summary>The starting level, in slot seconds divided by the weight.</summary>
        public double Level { get; set; }

        /// <summary>Slot seconds of ended grants.</summary>
        public double Seconds { get; private set; }

        public int Grants { get; private set; }

        /// <summary>Slots of the trial that it started last; null where it has started none.</summary>
        public int? TrialSlots { get; private set; }

        public List<Grant> Running { get; } = [];

        /// <summary>Slot seconds divided by the weight that a trial is charged with when it begins.</summary>
        /// <param name="usual">Usual slot seconds of a grant, for a sweep without ended grants.</param>
        public double Charge(double usual) => Expected(usual) / Claim.Weight;

        /// <summary>Slot seconds divided by the weight, up to a moment.</summary>
        /// <param name="usual">Usual slot seconds of a grant, for a sweep without ended grants.</param>
        public double UsedAt(TimeSpan now, double usual)
        {
            var expected = Expected(usual);
            return Level + (Seconds + Running.Sum(grant => Math.Max(grant.SecondsAt(now), expected))) / Claim.Weight;
        }

        public void Begin(Grant grant)
        {
            Running.Add(grant);
            TrialSlots = grant.Slots.Count;
        }

        public void End(Grant grant, TimeSpan now)
        {
            if (!Running.Remove(grant)) return;
            Seconds += grant.SecondsAt(now);
            Grants++;
        }

        private double Expected(double usual) => Grants == 0 ? usual : Seconds / Grants;
    }

    /// <summary>A sweep's place in the order.</summary>
    private sealed class Turn(string sweep, Account account, double usual, TimeSpan now)
    {
        public string Sweep => sweep;

        public int Priority => account.Claim.Priority;

        public int? Slots => account.TrialSlots;

        public bool IsIdle { get; private set; } = account.IsIdle;

        public double Used { get; set; } = account.UsedAt(now, usual);

        /// <summary>The least has the next turn.</summary>
        public (int, double, bool) Rank => (-Priority, Used, !IsIdle);

        public void Take()
        {
            IsIdle = false;
            Used += account.Charge(usual);
        }
    }

    private sealed record Grant(Account Account, IReadOnlyCollection<string> Slots, TimeSpan Since)
    {
        public double SecondsAt(TimeSpan now) => Slots.Count * Math.Max(0, (now - Since).TotalSeconds);
    }
}
