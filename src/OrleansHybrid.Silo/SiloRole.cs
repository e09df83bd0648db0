namespace OrleansHybrid.Silo;

/// <summary>What a silo of a cluster is for.</summary>
public enum SiloRole
{
    /// <summary>Everything.</summary>
    All,

    /// <summary>Sweeps, the scheduler, and the consoles' gateway. Keeps trial records readable while no GPU silo lives.</summary>
    Control,

    /// <summary>Trains, and keeps the records of what it trains. May vanish at any moment.</summary>
    Gpu,
}
