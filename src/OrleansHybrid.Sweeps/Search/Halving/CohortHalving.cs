namespace OrleansHybrid.Sweeps.Search.Halving;

/// <summary>What has been decided of a configuration.</summary>
public enum Decision
{
    /// <summary>It is trained to the rung.</summary>
    Trains,

    /// <summary>It has its result at the rung, and others' are needed to decide.</summary>
    Waits,

    /// <summary>It ends at the rung.</summary>
    Pruned,

    /// <summary>It was trained to the end.</summary>
    Complete,
}

/// <param name="Rung">Counted from 0.</param>
public readonly record struct Standing(Decision Decision, int Rung);

/// <summary>
/// Successive halving within a cohort: of those at a rung, so many of the best go on. A decision is taken as soon as no result still
/// to come can change it, so it hangs on no order, and more results only add decisions.
/// </summary>
/// <param name="first">The cohort's first configuration.</param>
/// <param name="sizes">How many of its configurations are trained to each rung.</param>
public sealed class CohortHalving(int first, IReadOnlyList<int> sizes)
{
    /// <param name="results">
    /// By configuration and rung: null while there is none. Only of configurations that are trained to the rung is it asked.
    /// </param>
    /// <returns>Of each of the cohort's configurations.</returns>
    public IReadOnlyList<Standing> Decide(Func<int, int, double?> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        var standings = new Standing[sizes[0]];
        List<int> here = [.. Enumerable.Range(first, sizes[0])];
        for (var rung = 0; rung < sizes.Count; rung++)
        {
            var known = new List<RungResult>();
            foreach (var configuration in here)
            {
                var result = results(configuration, rung);
                if (result is { } value) known.Add(new(configuration, value));
                standings[configuration - first] = new(result is null ? Decision.Trains : Decision.Waits, rung);
            }

            if (rung == sizes.Count - 1)
            {
                foreach (var result in known) standings[result.Configuration - first] = new(Decision.Complete, rung);
                break;
            }

            known.Sort();
            // Of those that are still to come each may turn out to be better.
            var toCome = sizes[rung] - known.Count;
            here = [];
            for (var place = 0; place < known.Count; place++)
            {
                var configuration = known[place].Configuration;
                if (!double.IsFinite(known[place].Value) || place >= sizes[rung + 1])
                    standings[configuration - first] = new(Decision.Pruned, rung);
                else if (place + toCome < sizes[rung + 1]) here.Add(configuration);
            }
        }

        return standings;
    }
}
