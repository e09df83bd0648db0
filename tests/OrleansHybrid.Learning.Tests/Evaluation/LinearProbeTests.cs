using OrleansHybrid.Learning.Evaluation;
using OrleansHybrid.Learning.Tests.Reference;
using TorchSharp;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Evaluation;

public sealed class LinearProbeTests
{
    [Fact]
    public void Predict_ClassesInATinyDimensionBesideALoudOne_TellsThemApart()
    {
        using var scope = NewDisposeScope();
        var noise = Formula.Values("noise", 60, 1).to(float32) * 1000;
        var labels = Enumerable.Range(0, 60).Select(i => i % 3).ToArray();
        var signal = (tensor(labels, float32).unsqueeze(1) - 1) * 1e-3f;
        // The last dimension is always the same, as of a dead unit.
        var features = cat([noise, signal, signal.square(), ones(60, 1)], 1);

        Assert.Equal(labels.Select(label => (long)label), Probe(seed: 1).Predict(features, labels, 3, features, () => { }));
    }

    [Fact]
    public void Predict_HeadAndTailOverlap_JudgesAsIfClassesWereOfOneSize()
    {
        using var scope = NewDisposeScope();
        // Of the head 40 of 100 lie at +1, of the tail 3 of 4: by number +1 is the head's, by share the tail's.
        float[] places = [.. Enumerable.Repeat(-1f, 60), .. Enumerable.Repeat(1f, 40), 1, 1, 1, -1];
        int[] labels = [.. Enumerable.Repeat(0, 100), .. Enumerable.Repeat(1, 4)];
        var features = tensor(places).unsqueeze(1);

        Assert.Equal([0, 1], Probe(seed: 1).Predict(features, labels, 2, tensor(new float[,] { { -1 }, { 1 } }), () => { }));
    }

    [Fact]
    public void Predict_SameSeed_IsTheSameWhateverTheGlobalGeneratorDoes()
    {
        using var scope = NewDisposeScope();
        var (features, test) = (Formula.Values("train", 50, 8).to(float32), Formula.Values("test", 500, 8).to(float32));
        int[] labels = [.. Enumerable.Range(0, 50).Select(i => i % 4)];

        var first = Probe(seed: 1).Predict(features, labels, 4, test, () => { });
        random.manual_seed(99);

        Assert.Equal(first, Probe(seed: 1).Predict(features, labels, 4, test, () => { }));
        Assert.NotEqual(first, Probe(seed: 2).Predict(features, labels, 4, test, () => { }));
    }

    [Fact]
    public void Predict_Again_LeavesNoTensorBehind()
    {
        using var scope = NewDisposeScope();
        var features = Formula.Values("train", 6, 3).to(float32);
        Probe(seed: 1).Predict(features, [0, 1, 0, 1, 0, 1], 2, features, () => { });
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Probe(seed: 1).Predict(features, [0, 1, 0, 1, 0, 1], 2, features, () => { });
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static LinearProbe Probe(long seed) => new(epochs: 30, seed);
}
