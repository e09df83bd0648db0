using OrleansHybrid.Learning.Evaluation;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Learning.Tests.Evaluation;

public class ConfusionMatrixTests
{
    [Fact]
    public void Accuracy_CountedAnswers_IsTheDiagonalOfTheRows()
    {
        var confusion = new ConfusionMatrix(3);
        foreach (var (label, predicted) in new[] { (0, 0), (0, 0), (0, 2), (1, 0), (2, 2) }) confusion.Count(label, predicted);

        var accuracy = confusion.Accuracy([500, 50, 5]);

        Assert.Equal([[2, 0, 1], [1, 0, 0], [0, 0, 1]], confusion.Counts()!);
        Assert.Equal([2, 0, 1], accuracy.Correct);
        Assert.Equal([3, 1, 1], accuracy.Images);
        Assert.Equal([2 / 3.0, 0, 1], new[] { accuracy[0], accuracy[1], accuracy[2] });
    }

    [Fact]
    public void Counts_MoreClassesThanAReportCanShow_AreLeftOutButTheAccuracyIsNot()
    {
        var confusion = new ConfusionMatrix(8142);
        for (var label = 0; label < 8142; label++) confusion.Count(label, label % 2 == 0 ? label : 0);

        Assert.Null(confusion.Counts());
        Assert.Equal((0.5, 8142), (confusion.Accuracy(new int[8142]).Summarise().Top1, confusion.Images));
        Assert.Equal(1000, new ConfusionMatrix(1000).Counts()!.Count);
    }

    [Fact]
    public void Report_MoreClassesThanAReportCanShow_HasEachClassButNoMatrix()
    {
        var confusion = new ConfusionMatrix(8142);
        confusion.Count(8141, 8141);
        string[] names = [.. Enumerable.Range(0, 8142).Select(label => $"{label}")];

        var json = ProtocolJson.Write(EvaluationReport.Of(names, new int[8142], confusion, new()));

        Assert.InRange(json.Length, 8142, 1_000_000);
        Assert.DoesNotContain("confusion", json);
        Assert.Equal(1, ProtocolJson.Read<EvaluationReport>(json).Classes[8141].Accuracy);
    }
}
