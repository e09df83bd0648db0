namespace OrleansHybrid.Sweeps.Scheduling;

/// <summary>
/// Whose turn it is when a slot is free: the sweep of the highest priority; among equals the one that has occupied the
/// fewest slot seconds for its weight. A grant is charged at once with what trials of its sweep take on average, and
/// with what it really took when it ends, so that shares hold for one slot as for hundreds, and whether trials are long
/// or short. A sweep that joins, or had nothing to start, begins level with the others: idleness earns no credit.
/// </summary>
public sealed class FairShare
{
    private readonly OrderedDictionary<string, Account> _accounts = [];
    private readonly Dictionary<(string Agent, string Slot), Grant> _grants = [];

    /// <summary>Lets a sweep take part, or changes its claim.</summary>
    public void Join(string sweep, SweepShare share)
    {
        if (_accounts.TryGetValue(sweep, out var account)) account.Claim = share;
        else _accounts.Add(sweep, new() { Claim = share });
    }

    /// <summary>The sweep gets no turn any more. What it occupies stays occupied.</summary>
    public void Leave(string sweep) => _accounts.Remove(sweep);

    /// <summary>The sweeps in the order of their turns; among equals those that joined, or come back from idleness, go first.</summary>
    public IReadOnlyList<string> Order(TimeSpan now)
    {
        var usual = UsualSeconds();
        var turns = _accounts.Select(entry => (Sweep: entry.Key, Account: entry.Value, Used: entry.Value.UsedAt(now, usual))).ToList();
        var least = turns.Where(turn => !turn.Account.IsIdle).GroupBy(turn => turn.Account.Claim.Priority).ToDictionary(level => level.Key, level => level.Min(turn => turn.Used));
        return [.. turns
            .OrderByDescending(turn => turn.Account.Claim.Priority)
            .ThenBy(turn => turn.Account.IsIdle ? Math.Max(turn.Used, least.GetValueOrDefault(turn.Account.Claim.Priority)) : turn.Used)
            .ThenByDescending(turn => turn.Account.IsIdle)
            .Select(turn => turn.Sweep)];
    }

    /// <summary>Slots that a sweep occupies.</summary>
    public int Held(string sweep) => _accounts.TryGetValue(sweep, out var account) ? account.Running.Sum(grant => grant.Slots.Count) : 0;

    public SweepShare? Claim(string sweep) => _accounts.GetValueOrDefault(sweep)?.Claim;

    /// <summary>Whether the sweep had a trial to start when it was its turn.</summary>
    public bool IsEager(string sweep) => _accounts.TryGetValue(sweep, out var account) && !account.IsIdle;

    /// <summary>The sweep started a trial on these slots of an agent.</summary>
    public void Granted(string sweep, string agent, IReadOnlyCollection<string> slots, TimeSpan since, TimeSpan now)
    {
        Freed(agent, slots, now);
        if (!_accounts.TryGetValue(sweep, out var account)) return;
        if (account.IsIdle) Lift(account, now);
        var grant = new Grant(account, slots, since);
        account.Running.Add(grant);
        foreach (var slot in slots) _grants[(agent, slot)] = grant;
    }

    /// <summary>The sweep had nothing to start although it was its turn.</summary>
    public void Passed(string sweep)
    {
        if (_accounts.TryGetValue(sweep, out var account)) account.IsIdle = true;
    }

    /// <summary>Nothing trains on these slots of an agent.</summary>
    public void Freed(string agent, IEnumerable<string> slots, TimeSpan now)
    {
        foreach (var slot in slots)
            if (_grants.Remove((agent, slot), out var grant))
                grant.Account.End(grant, now);
    }

    /// <summary>Slots of an agent on which something trains.</summary>
    public int BusySlots(string agent) => _grants.Keys.Count(key => key.Agent == agent);

    /// <summary>The agents of all grants.</summary>
    public IEnumerable<string> Agents => _grants.Keys.Select(key => key.Agent).Distinct();

    /// <summary>The agent is gone, and with it all that ran there.</summary>
    public void Gone(string agent, TimeSpan now) => Freed(agent, [.. _grants.Keys.Where(key => key.Agent == agent).Select(key => key.Slot)], now);

    /// <summary>An idle sweep begins level with the one that has had the least.</summary>
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

        /// <summary>Where it began, in slot seconds for the weight.</summary>
        public double Level { get; set; }

        /// <summary>Slot seconds of ended grants.</summary>
        public double Seconds { get; private set; }

        public int Grants { get; private set; }

        public List<Grant> Running { get; } = [];

        /// <summary>Slot seconds for the weight, up to a moment.</summary>
        /// <param name="usual">Slot seconds that a grant takes, where this sweep has none to go by.</param>
        public double UsedAt(TimeSpan now, double usual)
        {
            var expected = Grants == 0 ? usual : Seconds / Grants;
            return Level + (Seconds + Running.Sum(grant => Math.Max(grant.SecondsAt(now), expected))) / Claim.Weight;
        }

        public void End(Grant grant, TimeSpan now)
        {
            if (!Running.Remove(grant)) return;
            Seconds += grant.SecondsAt(now);
            Grants++;
        }
    }

    private sealed record Grant(Account Account, IReadOnlyCollection<string> Slots, TimeSpan Since)
    {
        public double SecondsAt(TimeSpan now) => Slots.Count * Math.Max(0, (now - Since).TotalSeconds);
    }
}
