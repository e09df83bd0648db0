using OrleansHybrid.Learning.Evaluation;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Learning.Tests.Evaluation;

public class ClassAccuracyTests
{
    [Fact]
    public void Summarise_ClassesAtTheBounds_GoToTheGroupsOfTheBenchmark()
    {
        var accuracy = new ClassAccuracy(Correct: [9, 8, 6, 4, 1], Images: [10, 10, 10, 10, 10], TrainImages: [5000, 101, 100, 20, 19]);
        Assert.Equal(new Accuracy(28 / 50.0, 17 / 20.0, 10 / 20.0, 1 / 10.0), accuracy.Summarise());
        Assert.Equal(0.6, accuracy[2]);
    }

    [Fact]
    public void Summarise_NoClassInAGroup_LeavesItNull() =>
        Assert.Equal(new Accuracy(0.5, 0.5, null, null), new ClassAccuracy([5], [10], [500]).Summarise());
}
