namespace OrleansHybrid.Sweeps.Search.Spaces;

/// <summary>One of several categories, each with a probability above 0.</summary>
internal sealed record Categorical : Distribution
{
    private readonly double[]? _probabilities;
    private readonly double[]? _upTo;

    public Categorical(int count, double[]? probabilities = null)
    {
        Categories = count;
        if (probabilities is null || probabilities.All(probability => probability == probabilities[0])) return;
        var sum = probabilities.Sum();
        _probabilities = [.. probabilities.Select(probability => probability / sum)];
        _upTo = new double[count];
        var upTo = 0.0;
        for (var category = 0; category < count; category++) _upTo[category] = upTo += _probabilities[category];
    }

    /// <summary>How many there are.</summary>
    public int Categories { get; }

    public override string Signature => _probabilities is null
        ? FormattableString.Invariant($"{Categories} values")
        : $"values {string.Join(' ', _probabilities.Select(probability => FormattableString.Invariant($"{probability:R}")))}";

    public override double Low => 0;

    public override double High => Categories - 1;

    public override long? Count => Categories;

    public override bool IsEven => _probabilities is null;

    public double ProbabilityOf(int category) => _probabilities is null ? 1.0 / Categories : _probabilities[category];

    public override double At(double quantile)
    {
        if (_upTo is null) return Math.Min((int)(quantile * Categories), Categories - 1);
        var category = 0;
        while (category < Categories - 1 && quantile >= _upTo[category]) category++;
        return category;
    }

    public override double Nearest(double number) => Math.Clamp(Math.Round(number), 0, Categories - 1);

    public override double QuantileOf(double value) =>
        _upTo is null ? (value + 0.5) / Categories : _upTo[(int)value] - ProbabilityOf((int)value) / 2;

    public override bool Contains(double value) => base.Contains(value) && value == Math.Floor(value);

    public override double ValueAt(long number) => number;

    public bool Equals(Categorical? other) => other is not null && Categories == other.Categories
        && (_probabilities ?? []).AsSpan().SequenceEqual(other._probabilities ?? []);

    public override int GetHashCode() => Categories;
}

/// <summary>A single value.</summary>
internal sealed record SingleValue(double Value) : Distribution
{
    public override string Signature => FormattableString.Invariant($"always {Value:R}");

    public override double Low => Value;

    public override double High => Value;

    public override long? Count => 1;

    public override bool IsEven => true;

    public override double At(double quantile) => Value;

    public override double Nearest(double number) => Value;

    public override double QuantileOf(double value) => 0.5;

    public override double ValueAt(long number) => Value;
}
