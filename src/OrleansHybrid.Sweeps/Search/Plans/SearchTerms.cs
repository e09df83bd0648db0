namespace OrleansHybrid.Sweeps.Search.Plans;

/// <summary>What every search is given.</summary>
/// <param name="IsMaximised">Whether higher results are better.</param>
/// <param name="Seeds">With how many seeds each configuration is trained.</param>
/// <param name="Lag">
/// Of a search that learns: how many trials right before it a choice does not see. So many more slots than one can be busy; each
/// makes the choices that much older.
/// </param>
/// <param name="IsReproducible">
/// False if a choice sees every result that is final when it is made, so that it depends on time: it must be recorded before anything
/// follows from it.
/// </param>
public sealed record SearchTerms(bool IsMaximised, int Seeds = 1, int Lag = SearchTerms.DefaultLag, bool IsReproducible = true)
{
    /// <summary>Keeps five slots busy when trials take about as long, and costs a search of a hundred some ten of them.</summary>
    public const int DefaultLag = 4;
}
