namespace OrleansHybrid.Sweeps.Search.Halving;

/// <summary>Configurations that begin at the same lowest rung and are compared with each other.</summary>
/// <param name="Epochs">Of each rung, ascending.</param>
/// <param name="Configurations">That begin.</param>
/// <param name="Eta">Of so many one goes on from a rung.</param>
public sealed record Bracket(IReadOnlyList<int> Epochs, int Configurations, int Eta)
{
    /// <summary>How many configurations are trained to each rung.</summary>
    public IReadOnlyList<int> Sizes => SizesOf(Configurations, Epochs.Count, Eta);

    /// <summary>How many configurations are trained to a rung and no further, by its epochs.</summary>
    public IEnumerable<(int Epochs, int Configurations)> Stops => Epochs.Zip(Sizes.Zip(Sizes.Skip(1).Append(0), (here, on) => here - on));

    internal static IReadOnlyList<int> SizesOf(int configurations, int rungs, int eta)
    {
        var sizes = new int[rungs];
        for (var rung = 0; rung < rungs; rung++) sizes[rung] = rung == 0 ? configurations : Rungs.CountGoingOn(sizes[rung - 1], eta);
        return sizes;
    }
}
