using OrleansHybrid.Learning.Evaluation;

namespace OrleansHybrid.Learning.Tests.Evaluation;

public class ConfusionMatrixTests
{
    [Fact]
    public void Accuracy_CountedAnswers_IsTheDiagonalOfTheRows()
    {
        var confusion = new ConfusionMatrix(3);
        foreach (var (label, predicted) in new[] { (0, 0), (0, 0), (0, 2), (1, 0), (2, 2) }) confusion.Count(label, predicted);

        var accuracy = confusion.Accuracy([500, 50, 5]);

        Assert.Equal([[2, 0, 1], [1, 0, 0], [0, 0, 1]], confusion.Counts);
        Assert.Equal([2, 0, 1], accuracy.Correct);
        Assert.Equal([3, 1, 1], accuracy.Images);
        Assert.Equal([2 / 3.0, 0, 1], new[] { accuracy[0], accuracy[1], accuracy[2] });
    }
}
