namespace OrleansHybrid.Learning.Data;

/// <summary>A figure about the origin, of radius about 1: negative inside, and near the edge the distance to it.</summary>
internal delegate double Outline(double x, double y);

/// <summary>The ten figures, by class number. Figures i and i + 5 are easily taken for each other.</summary>
internal static class SyntheticFigures
{
    private static readonly (double X, double Y)[] FiveWays = Directions(5), SixWays = Directions(6);

    public static IReadOnlyList<(string Name, Outline Outline)> All { get; } =
    [
        ("ellipse", (x, y) => Disc(x, y, 0.85)),
        ("cross", (x, y) => Math.Min(Box(x, y, 0.9, 0.28), Box(x, y, 0.28, 0.9))),
        ("five-pointed star", (x, y) => Star(x, y, FiveWays, 0.34)),
        ("stripes", (x, y) => Math.Max(Disc(x, y, 0.95), Lines(x, 0.14))),
        ("ring", (x, y) => Ring(x, y)),
        ("rounded square", (x, y) => Box(x, y, 0.4, 0.4) - 0.36),
        ("tee", (x, y) => Math.Min(Box(x, y + 0.6, 0.9, 0.28), Box(x, y - 0.1, 0.28, 0.8))),
        ("six-pointed star", (x, y) => Star(x, y, SixWays, 0.5)),
        ("grid", (x, y) => Math.Max(Disc(x, y, 0.95), Math.Min(Lines(x, 0.08), Lines(y, 0.08)))),
        ("horseshoe", (x, y) => Math.Max(Ring(x, y), -Math.Max(Math.Abs(y) - 0.3, -x))),
    ];

    public static double Disc(double x, double y, double radius) => Math.Sqrt((x * x) + (y * y)) - radius;

    public static double Box(double x, double y, double halfWidth, double halfHeight)
    {
        var (dx, dy) = (Math.Abs(x) - halfWidth, Math.Abs(y) - halfHeight);
        return Disc(Math.Max(dx, 0), Math.Max(dy, 0), 0) + Math.Min(Math.Max(dx, dy), 0);
    }

    private static double Ring(double x, double y) => Math.Abs(Disc(x, y, 0.66)) - 0.22;

    /// <summary>Upright bars, 0.56 apart.</summary>
    private static double Lines(double x, double halfWidth)
    {
        var place = x / 0.56;
        return (Math.Abs(place - Math.Floor(place) - 0.5) * 0.56) - halfWidth;
    }

    /// <summary>A polygon whose sides are drawn on until they meet: what lies beyond one side at most.</summary>
    private static double Star(double x, double y, (double X, double Y)[] sides, double apothem)
    {
        var (furthest, second) = (double.NegativeInfinity, double.NegativeInfinity);
        foreach (var side in sides)
        {
            var beyond = (x * side.X) + (y * side.Y) - apothem;
            if (beyond > furthest) (furthest, second) = (beyond, furthest);
            else if (beyond > second) second = beyond;
        }

        return second;
    }

    private static (double X, double Y)[] Directions(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Math.SinCos(2 * Math.PI * i / count)).Select(turn => (turn.Cos, turn.Sin))];
}
