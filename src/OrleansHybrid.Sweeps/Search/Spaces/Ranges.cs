namespace OrleansHybrid.Sweeps.Search.Spaces;

/// <summary>Every number between two ends is as likely as every other.</summary>
internal sealed record UniformRange : Distribution
{
    public UniformRange(double low, double high) => (Low, High) = (low, high);

    public override string Signature => FormattableString.Invariant($"uniform {Low:R} {High:R}");

    public override double Low { get; }

    public override double High { get; }

    public override double At(double quantile) => Nearest(Low + quantile * (High - Low));

    public override double Nearest(double number) => Math.Clamp(Rounding.ToWidth(number, High - Low), Low, High);

    public override double QuantileOf(double value) => (value - Low) / (High - Low);
}

/// <summary>Every order of magnitude between two ends above 0 is as likely as every other.</summary>
internal sealed record LogUniformRange : Distribution
{
    public LogUniformRange(double low, double high) => (Low, High) = (low, high);

    public override string Signature => FormattableString.Invariant($"log-uniform {Low:R} {High:R}");

    public override double Low { get; }

    public override double High { get; }

    public override double At(double quantile) => Nearest(Math.Exp(Math.Log(Low) + quantile * (Math.Log(High) - Math.Log(Low))));

    public override double Nearest(double number) => Math.Clamp(Rounding.ToDigits(number, High - Low), Low, High);

    public override double QuantileOf(double value) => (Math.Log(value) - Math.Log(Low)) / (Math.Log(High) - Math.Log(Low));
}

/// <summary>Numbers at equal distances, each as likely as every other.</summary>
internal sealed record SteppedRange : Distribution
{
    /// <summary>So that doubles still tell them apart.</summary>
    public const double MostSteps = 1L << 50;

    public SteppedRange(double low, double step, long count) => (Low, Step, Values) = (low, step, count);

    public override string Signature => FormattableString.Invariant($"steps {Low:R} {High:R} {Step:R}");

    public override double Low { get; }

    public override double High => ValueAt(Values - 1);

    public double Step { get; }

    public override long? Count => Values;

    public override bool IsEven => true;

    private long Values { get; }

    public override double At(double quantile) => ValueAt(Math.Min((long)(quantile * Values), Values - 1));

    public override double Nearest(double number) => ValueAt((long)Math.Clamp(Math.Round((number - Low) / Step), 0, Values - 1));

    public override double QuantileOf(double value) => (Math.Round((value - Low) / Step) + 0.5) / Values;

    public override bool Contains(double value) => double.IsFinite(value) && Nearest(value) == value;

    public override double ValueAt(long number) => number == 0 ? Low : Rounding.ToStep(Low + number * Step, Step);
}

/// <summary>Whole numbers, every order of magnitude as likely as every other: drawn from half below to half above, then rounded.</summary>
internal sealed record LogWholeRange : Distribution
{
    public LogWholeRange(double low, double high) => (Low, High) = (low, high);

    public override string Signature => FormattableString.Invariant($"log-whole {Low:R} {High:R}");

    public override double Low { get; }

    public override double High { get; }

    public override long? Count => (long)(High - Low) + 1;

    private double Width => Math.Log((High + 0.5) / (Low - 0.5));

    public override double At(double quantile) => Nearest(Math.Exp(Math.Log(Low - 0.5) + quantile * Width));

    public override double Nearest(double number) => Math.Clamp(Math.Round(number), Low, High);

    public override double QuantileOf(double value) =>
        (Math.Log((value - 0.5) / (Low - 0.5)) + Math.Log((value + 0.5) / (Low - 0.5))) / (2 * Width);

    public override bool Contains(double value) => base.Contains(value) && value == Math.Floor(value);

    public override double ValueAt(long number) => Low + number;
}
