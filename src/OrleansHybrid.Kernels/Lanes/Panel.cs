namespace OrleansHybrid.Kernels.Lanes;

/// <summary>The unit of layouts, whatever the vectors' width: sixteen numbers that lie side by side, a line of the cache.</summary>
internal static class Panel
{
    public const int Width = 16;
}
