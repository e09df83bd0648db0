using OrleansHybrid.Learning.Augmentation;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Learning.Tests.Data;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Settings;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Training;

public sealed class HybridBatchTests : IDisposable
{
    private static readonly Recipe Recipe = new()
    {
        BatchSize = 4,
        Epochs = 3,
        AlphaSchedule = AlphaSchedule.Linear,
        ContrastiveLoss = ContrastiveLossName.Sc
    };

    private readonly ImageFolderOnDisk _folder = ImageFolderOnDisk.Filled();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Draw_PreparedAhead_IsTheSameAsAtOnce()
    {
        using var scope = NewDisposeScope();
        using HybridBatch atOnce = new(Recipe, Train(ahead: false)), ahead = new(Recipe, Train(ahead: true));
        Assert.Equal(3, ahead.StepsPerEpoch);
        for (var epoch = 0; epoch < 3; epoch++)
            for (var step = 0; step < 3; step++) AssertSame(atOnce, ahead, epoch, step);
        // A step that was not the next one.
        AssertSame(atOnce, ahead, 1, 1);
        AssertSame(atOnce, ahead, 0, 2);
    }

    [Fact]
    public void Draw_PreparedAhead_LeavesTheLatestBatchAlone()
    {
        using var scope = NewDisposeScope();
        using var batch = new HybridBatch(Recipe, Train(ahead: true));
        var images = batch.Draw(1, 0, contrastive: true, classifier: true).Images;
        var before = images.clone();
        // Returns when the next batch is prepared.
        batch.Dispose();
        Assert.Equal(before.data<float>().ToArray(), images.data<float>().ToArray());
    }

    [Fact]
    public void Draw_ImagesLostBeforeTheNextStep_IsThatStepsError()
    {
        using var scope = NewDisposeScope();
        using var batch = new HybridBatch(Recipe, new LostLater(Train(ahead: true)));
        batch.Draw(1, 0, contrastive: true, classifier: true);
        Assert.Equal("lost", Assert.Throws<DataException>(() => batch.Draw(1, 1, contrastive: true, classifier: true)).Message);
    }

    private ImageFiles Train(bool ahead) => _folder.Train(ImageFolderOnDisk.Decoding(threads: 2) with { Ahead = ahead });

    private static void AssertSame(HybridBatch one, HybridBatch other, int epoch, int step)
    {
        var (expected, actual) = (one.Draw(epoch, step, true, classifier: epoch > 0), other.Draw(epoch, step, true, classifier: epoch > 0));
        Assert.Equal(epoch > 0 ? 12 : 8, actual.Images.shape[0]);
        Assert.Equal(expected.Images.data<float>().ToArray(), actual.Images.data<float>().ToArray());
        Assert.Equal(expected.ContrastiveLabels!.data<long>().ToArray(), actual.ContrastiveLabels!.data<long>().ToArray());
        Assert.Equal(expected.ClassifierLabels?.data<long>().ToArray(), actual.ClassifierLabels?.data<long>().ToArray());
    }

    /// <summary>Images that can be read for the first step alone.</summary>
    private sealed class LostLater(LabelledImages images) : LabelledImages(images.Labels, images.ClassNames)
    {
        public override int ViewSide => images.ViewSide;

        public override bool PreparesAhead => true;

        public override void Views(
            Recipe recipe, ReadOnlySpan<int> indices, ReadOnlySpan<ViewRequest> views, int epoch, int step, Span<float> destination)
        {
            if (step > 0) throw new DataException("lost");
            images.Views(recipe, indices, views, epoch, step, destination);
        }

        public override int[] Plain(ReadOnlySpan<int> indices, Span<float> destination) => images.Plain(indices, destination);
    }
}
