namespace OrleansHybrid.Sweeps.Protocol;

/// <summary>How a silo tells a trainer to end with it.</summary>
public static class TrainerParent
{
    /// <summary>
    /// Names the variable that holds the process id of the silo. Who sets it promises that the thread which started the
    /// trainer lives as long as the silo.
    /// </summary>
    public const string Variable = "ORLEANSHYBRID_PARENT";
}
