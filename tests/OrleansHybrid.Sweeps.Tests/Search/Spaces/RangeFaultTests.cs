using OrleansHybrid.Sweeps.Search.Spaces;

namespace OrleansHybrid.Sweeps.Tests.Search.Spaces;

/// <summary>What cannot be drawn from says which of its words is at fault.</summary>
public sealed class RangeFaultTests
{
    private static readonly Dictionary<string, (DistributionDraft Draft, RangePart Part, string Message)> Faults = new()
    {
        ["empty"] =
            (Distributions.Uniform(1, 1), RangePart.High, "1 is the lower end too, which leaves nothing to draw: give the value itself"),
        ["reversed"] = (Distributions.Uniform(1, 0.1), RangePart.High, "0.1 must be more than the lower end, 1"),
        ["no lower end"] = (Distributions.Uniform(double.NaN, 1), RangePart.Low, "NaN is no end of a range: give a number"),
        ["unbounded"] =
            (Distributions.LogUniform(1, double.PositiveInfinity), RangePart.High, "Infinity is no end of a range: give a number"),
        ["log of zero"] = (Distributions.LogUniform(0, 1), RangePart.Low, "0 has no logarithm: raise it above 0, or take a linear scale"),
        ["log of a negative"] =
            (Distributions.LogUniform(-1, 1), RangePart.Low, "-1 has no logarithm: raise it above 0, or take a linear scale"),
        ["whole log of zero"] =
            (Distributions.LogWholeNumbers(0, 8), RangePart.Low, "0 has no logarithm: raise it to 1, or take a linear scale"),
        ["half a number"] = (Distributions.WholeNumbers(0, 2.5), RangePart.High, "2.5 is no whole number"),
        ["step of zero"] = (Distributions.Stepped(0, 1, 0), RangePart.Step, "0 must be more than 0"),
        ["step does not divide"] = (
            Distributions.Stepped(0, 1, 0.3), RangePart.Step,
                "0.3 does not divide the range from 0 to 1: end it at 0.9, or take another step"),
        ["step beyond the range"] = (
            Distributions.Stepped(1, 2, 5), RangePart.Step, "5 does not divide the range from 1 to 2: end it at 6, or take another step"),
        ["too many steps"] =
            (Distributions.Stepped(0, 1, 1e-18), RangePart.Step, "1E-18 gives more values than can be counted: take a longer one, or none"),
        ["no deviation"] = (Distributions.Normal(0, 0), RangePart.Deviation, "0 must be more than 0"),
        ["no mean"] = (Distributions.LogNormal(double.NaN, 1), RangePart.Mean, "NaN is no number"),
        ["no first shape"] = (Distributions.Beta(0, 1), RangePart.FirstShape, "0 must be more than 0"),
        ["no second shape"] = (Distributions.Beta(1, -1), RangePart.SecondShape, "-1 must be more than 0"),
        ["no multiple"] = (
            Distributions.Quantised(Distributions.Uniform(0.1, 0.2).OrThrow(), 0.5), RangePart.Step,
            "no multiple of 0.5 lies between 0.1 and 0.2: take a shorter one"),
        ["no values"] = (Distributions.Categories(0), RangePart.Values, "are none: list at least one"),
        ["too few probabilities"] =
            (Distributions.Categories(3, [0.5, 0.5]), RangePart.Probabilities, "are 2 for 3 values: give one for each"),
        ["negative probability"] = (
            Distributions.Categories(2, [-0.5, 1.5]), RangePart.Probabilities, "-0.5 is no probability: it lies between 0 and 1"),
        ["probability of zero"] = (
            Distributions.Categories(2, [0, 1]), RangePart.Probabilities, "0 means that a value is never drawn: take both out"),
        ["probabilities short of one"] = (Distributions.Categories(2, [0.5, 0.4]), RangePart.Probabilities, "add up to 0.9, not to 1"),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Draft_OfABadRange_SaysWhatIsWrong(string name)
    {
        var (draft, part, message) = Faults[name];

        Assert.Null(draft.Distribution);
        Assert.Equal(new RangeFault(part, message), draft.Fault);
        Assert.Throws<ArgumentException>(() => draft.OrThrow());
    }

    [Fact]
    public void WholeNumbers_FromOneToItself_AreAConstant() => Assert.Equal(Distributions.Constant(3), Distributions.WholeNumbers(3, 3));
}
