namespace OrleansHybrid.Kernels.Lanes;

/// <summary>
/// Float32 numbers that are computed side by side, a vector's worth of them. No operation mixes lanes, and each rounds as IEEE 754
/// says: whoever adds in the same order gets the same bits at every width.
/// </summary>
internal interface ILanes<TSelf>
    where TSelf : unmanaged, ILanes<TSelf>
{
    /// <summary>How many; divides <see cref="Panel.Width"/>.</summary>
    static abstract int Count { get; }

    /// <returns>The number in every lane.</returns>
    static abstract TSelf Of(float number);

    static abstract TSelf Load(ref readonly float from);

    /// <summary>The upper halves of float32 numbers.</summary>
    static abstract TSelf LoadUpperHalves(ref readonly ushort from);

    void Store(ref float to);

    /// <summary>Around the cache: <paramref name="to"/> must be aligned to the vector.</summary>
    void Stream(ref float to);

    /// <summary>
    /// The upper halves, rounded to nearest, ties to even. A NaN stays one: those that arithmetic makes have zeros in the half that is
    /// cut off.
    /// </summary>
    void StoreUpperHalves(ref ushort to);

    /// <inheritdoc cref="Stream"/>
    void StreamUpperHalves(ref ushort to);

    static abstract TSelf operator +(TSelf x, TSelf y);

    static abstract TSelf operator -(TSelf x, TSelf y);

    static abstract TSelf operator *(TSelf x, TSelf y);

    /// <returns>x · y + z, rounded once.</returns>
    static abstract TSelf FusedMultiplyAdd(TSelf x, TSelf y, TSelf z);

    /// <returns>The numbers of x where y is above zero or NaN; zero elsewhere.</returns>
    static abstract TSelf WherePositive(TSelf x, TSelf y);
}
