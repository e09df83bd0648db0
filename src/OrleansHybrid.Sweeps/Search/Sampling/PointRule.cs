namespace OrleansHybrid.Sweeps.Search.Sampling;

/// <summary>
/// Whether a point may be trained. What settings are inactive there it makes NaN, so that equal configurations are equal points.
/// </summary>
/// <param name="point">A point of the space, to be changed in place.</param>
/// <returns>False where a constraint forbids it.</returns>
public delegate bool PointRule(Span<double> point);
