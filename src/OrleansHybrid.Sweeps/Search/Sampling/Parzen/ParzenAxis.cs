using OrleansHybrid.Sweeps.Search.Spaces;

namespace OrleansHybrid.Sweeps.Search.Sampling.Parzen;

/// <summary>How a setting is seen by a Parzen estimator: kernels lie on its coordinate, which may be a logarithm.</summary>
internal abstract record ParzenAxis
{
    private ParzenAxis()
    {
    }

    /// <summary>Null where there is nothing to choose.</summary>
    public static ParzenAxis? Of(Distribution distribution) => distribution switch
    {
        { Count: 1 } => null,
        Categorical categorical => new Choice(categorical),
        UniformRange => new Line(distribution, Step: 0, IsLogarithmic: false),
        LogUniformRange => new Line(distribution, Step: 0, IsLogarithmic: true),
        SteppedRange stepped => new Line(distribution, stepped.Step, IsLogarithmic: false),
        LogWholeRange => new Line(distribution, Step: 1, IsLogarithmic: true),
        QuantisedDistribution { Drawn: UniformRange, Step: var step } => new Line(distribution, step, IsLogarithmic: false),
        QuantisedDistribution { Drawn: LogUniformRange, Step: var step } => new Line(distribution, step, IsLogarithmic: true),
        _ => new Quantile(distribution),
    };

    /// <summary>A setting whose values have an order.</summary>
    public abstract record Ordered(Distribution Distribution) : ParzenAxis
    {
        /// <summary>The least coordinate.</summary>
        public abstract double Low { get; }

        /// <summary>The greatest coordinate.</summary>
        public abstract double High { get; }

        /// <summary>Whether a value has a mass: that between <see cref="LeftOf"/> and <see cref="RightOf"/>.</summary>
        public abstract bool IsDiscrete { get; }

        public abstract double CoordinateOf(double value);

        /// <summary>The value that lies nearest to a coordinate.</summary>
        public abstract double ValueAt(double coordinate);

        public abstract double LeftOf(double value);

        public abstract double RightOf(double value);
    }

    /// <summary>Of categories none is nearer than another.</summary>
    public sealed record Choice(Categorical Distribution) : ParzenAxis;

    /// <summary>A range, which reaches half a step beyond its ends where it has steps.</summary>
    public sealed record Line(Distribution Distribution, double Step, bool IsLogarithmic) : Ordered(Distribution)
    {
        public override double Low { get; } = Coordinate(Distribution.Low - Step / 2, IsLogarithmic);

        public override double High { get; } = Coordinate(Distribution.High + Step / 2, IsLogarithmic);

        public override bool IsDiscrete => Step > 0;

        public override double CoordinateOf(double value) => Coordinate(value, IsLogarithmic);

        public override double ValueAt(double coordinate) => Distribution.Nearest(IsLogarithmic ? Math.Exp(coordinate) : coordinate);

        public override double LeftOf(double value) => Coordinate(value - Step / 2, IsLogarithmic);

        public override double RightOf(double value) => Coordinate(value + Step / 2, IsLogarithmic);

        private static double Coordinate(double value, bool isLogarithmic) => isLogarithmic ? Math.Log(value) : value;
    }

    /// <summary>
    /// Any other distribution by its quantiles, on which it is uniform: so the estimator's prior is the distribution itself, and no
    /// kernel reaches where it does not.
    /// </summary>
    public sealed record Quantile(Distribution Distribution) : Ordered(Distribution)
    {
        public override double Low => 0;

        public override double High => 1;

        public override bool IsDiscrete => false;

        public override double CoordinateOf(double value) => Math.Clamp(Distribution.QuantileOf(value), 0, 1);

        public override double ValueAt(double coordinate) =>
            Distribution.At(Math.Clamp(coordinate, double.Epsilon, Math.BitDecrement(1.0)));

        public override double LeftOf(double value) => CoordinateOf(value);

        public override double RightOf(double value) => CoordinateOf(value);
    }
}
