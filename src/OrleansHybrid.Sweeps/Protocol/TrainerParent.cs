namespace OrleansHybrid.Sweeps.Protocol;

/// <summary>The way in which a silo makes a trainer end with it.</summary>
public static class TrainerParent
{
    /// <summary>
    /// The variable that holds the process id of the silo. By setting it, the silo promises that the thread which started the
    /// trainer lives as long as the silo.
    /// </summary>
    public const string Variable = "ORLEANSHYBRID_PARENT";
}
