namespace OrleansHybrid.Simulation.Silos;

/// <summary>Knows the silo of each grain in memory, as far as the members know, and places the others.</summary>
internal sealed class GrainDirectory(Worlds.World world)
{
    private readonly Dictionary<GrainId, SimSilo> _places = [];

    /// <returns>Null where no member can host the grain.</returns>
    public SimSilo? Find(GrainId grain, SimSilo? caller)
    {
        // A silo that the others hold for dead asks itself first.
        if (caller is { IsMember: false } && caller.Hosts(grain)) return caller;
        if (_places.TryGetValue(grain, out var known)) return known;
        var isTrial = grain.Type.ToString() == "trial";
        if (isTrial && caller is { IsMember: true }) return _places[grain] = caller;
        SimSilo[] able = [.. world.Silos.Where(silo => silo.IsMember && !silo.IsDraining && (isTrial || silo.IsControl))];
        return able.Length == 0 ? null : _places[grain] = able[world.Dice.Next(able.Length)];
    }

    public void Forget(GrainId grain, SimSilo silo)
    {
        if (_places.TryGetValue(grain, out var known) && known == silo) _places.Remove(grain);
    }

    /// <summary>The members have declared a silo dead.</summary>
    public void Forget(SimSilo silo)
    {
        foreach (var grain in _places.Where(place => place.Value == silo).Select(place => place.Key).ToList()) _places.Remove(grain);
    }
}
