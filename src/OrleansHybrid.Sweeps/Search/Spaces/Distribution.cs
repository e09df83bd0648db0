namespace OrleansHybrid.Sweeps.Search.Spaces;

/// <summary>How the values of a setting are distributed, all as numbers: a category is its index.</summary>
public abstract record Distribution
{
    private protected Distribution()
    {
    }

    /// <summary>The least value; minus infinity where there is none.</summary>
    public abstract double Low { get; }

    /// <summary>The greatest value; infinity where there is none.</summary>
    public abstract double High { get; }

    /// <summary>The distribution in words that never change: part of what names a sweep.</summary>
    public abstract string Signature { get; }

    /// <summary>How many values there are; null where they cannot be counted.</summary>
    public virtual long? Count => null;

    /// <summary>Whether every value is as likely as every other; never true of what cannot be counted.</summary>
    public virtual bool IsEven => false;

    /// <summary>The inverse of the cumulative distribution.</summary>
    /// <param name="quantile">In (0, 1).</param>
    /// <returns>A value that is contained.</returns>
    public abstract double At(double quantile);

    /// <summary>The value that lies nearest to a number, with no more digits than the range can tell apart.</summary>
    public abstract double Nearest(double number);

    /// <summary>The cumulative distribution; of a value that has a mass, the middle of that mass.</summary>
    /// <param name="value">One that is contained.</param>
    /// <returns>In [0, 1].</returns>
    public abstract double QuantileOf(double value);

    /// <summary>Whether it can be drawn.</summary>
    public virtual bool Contains(double value) => value >= Low && value <= High;

    /// <summary>The values in their order.</summary>
    /// <param name="number">In [0, <see cref="Count"/>).</param>
    /// <exception cref="NotSupportedException">They cannot be counted.</exception>
    public virtual double ValueAt(long number) => throw new NotSupportedException($"{GetType().Name} has no count.");
}
