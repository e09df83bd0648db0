using System.Globalization;

namespace OrleansHybrid.Benchmarks.Searching;

/// <summary>
/// What Optuna reaches: the quartiles of the best after 25, 50 and 100 trials of 20 searches, by its multivariate TPE in version 3.1.0
/// and by the default TPE of 5.0.0.dev (optuna/optuna 1d8ce7b).
/// </summary>
internal static class PeerFigures
{
    /// <summary>After how many trials.</summary>
    public static IReadOnlyList<int> After { get; } = [25, 50, 100];

    private static readonly Dictionary<string, double[][][]> Quartiles = new()
    {
        ["branin"] =
        [
            [[0.61089, 0.85552, 1.43827], [0.45389, 0.5576, 0.77811], [0.41589, 0.47036, 0.56405]],
            [[0.48779, 0.77178, 1.56007], [0.42225, 0.50738, 0.58653], [0.4055, 0.41673, 0.42799]],
        ],
        ["hartmann6"] =
        [
            [[-2.84095, -2.47743, -2.09985], [-3.11405, -2.99986, -2.8119], [-3.1801, -3.13408, -3.05731]],
            [[-2.67127, -2.40359, -1.8072], [-3.07922, -2.99205, -2.82753], [-3.24573, -3.22804, -3.14618]],
        ],
        ["rastrigin5"] =
        [
            [[35.70904, 40.55975, 49.89546], [23.91778, 30.02785, 35.68435], [19.4692, 23.86233, 27.31182]],
            [[38.52059, 47.6846, 53.92212], [32.57808, 35.61315, 41.83343], [19.51434, 26.75025, 32.03046]],
        ],
        ["hpolib_protein_structure"] =
        [
            [[0.23459, 0.24244, 0.24995], [0.22426, 0.22561, 0.22921], [0.22138, 0.2219, 0.22475]],
            [[0.23565, 0.24613, 0.27092], [0.22289, 0.23247, 0.24489], [0.22242, 0.22305, 0.23433]],
        ],
        ["nasbench201_cifar10"] =
        [
            [[90.416, 90.875, 91.25], [91.2795, 91.421, 91.55333], [91.476, 91.55333, 91.60667]],
            [[90.416, 90.875, 91.25], [91.2795, 91.421, 91.55333], [91.476, 91.55333, 91.60667]],
        ],
    };

    /// <summary>
    /// By how many of its quartile ranges a median is worse than the better of Optuna's two; negative where it is better. Null where
    /// the problem, or a search of so many trials, was not measured.
    /// </summary>
    public static double? RangesBehind(SearchProblem problem, string after, double median)
    {
        var at = After.ToList().FindIndex(count => count.ToString(CultureInfo.InvariantCulture) == after);
        if (at < 0 || !Quartiles.TryGetValue(problem.Name, out var versions)) return null;
        var better = problem.IsMaximised ? versions.MaxBy(version => version[at][1])! : versions.MinBy(version => version[at][1])!;
        return (problem.IsMaximised ? better[at][1] - median : median - better[at][1]) / (better[at][2] - better[at][0]);
    }
}
