namespace OrleansHybrid.Silo;

/// <summary>The role of a silo in a cluster.</summary>
public enum SiloRole
{
    /// <summary>All of the following.</summary>
    All,

    /// <summary>
    /// Hosts sweeps, the scheduler, and the gateway of consoles. Keeps trial records readable while there is no GPU silo.
    /// </summary>
    Control,

    /// <summary>Trains, and hosts the records of its trials. May vanish at any moment.</summary>
    Gpu,
}
