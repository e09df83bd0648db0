using OrleansHybrid.Learning.Evaluation;
using OrleansHybrid.Learning.Randomness;

namespace OrleansHybrid.Learning.Tests.Evaluation;

public class CalibrationTests
{
    [Fact]
    public void Error_ManyAnswers_IsThatOfTheDefinition()
    {
        var random = new CounterRandom(3, RandomPurpose.Initialisation);
        var answers = new List<(double Confidence, bool IsCorrect)>();
        for (var i = 0; i < 1_000; i++) answers.Add((random.NextDouble(), random.NextInt(3) > 0));

        // Guo et al., arXiv 1706.04599, eq. 3, word for word.
        var expected = 0.0;
        for (var m = 1; m <= 15; m++)
        {
            var bin = answers.Where(answer => answer.Confidence > (m - 1) / 15.0 && answer.Confidence <= m / 15.0).ToArray();
            if (bin.Length == 0) continue;
            var accuracy = bin.Average(answer => answer.IsCorrect ? 1.0 : 0.0);
            expected += bin.Length / 1_000.0 * Math.Abs(accuracy - bin.Average(answer => answer.Confidence));
        }

        Assert.Equal(expected, Of(answers)!.Value, 1e-12);
    }

    [Fact]
    public void Error_OverAndUnderConfidentInOneBin_CancelOutAndInTwoTheyDoNot()
    {
        Assert.Equal(0, Of([(0.5, true), (0.5, false)])!.Value, 1e-12);
        Assert.Equal(0.55, Of([(0.5, true), (0.6, false)])!.Value, 1e-12);
    }

    [Theory]
    [InlineData(0.0, 0.0)]
    [InlineData(1.0, 1.0)]
    public void Error_ConfidenceAtABound_HasABin(double confidence, double expected) =>
        Assert.Equal(expected, Of([(confidence, false)]));

    [Fact]
    public void Error_NothingCounted_IsNone() => Assert.Null(Of([]));

    private static double? Of(IEnumerable<(double Confidence, bool IsCorrect)> answers)
    {
        var calibration = new Calibration();
        foreach (var (confidence, isCorrect) in answers) calibration.Count(confidence, isCorrect);
        return calibration.Error();
    }
}
