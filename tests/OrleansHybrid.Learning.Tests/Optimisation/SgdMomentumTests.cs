using OrleansHybrid.Learning.Optimisation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Optimisation;

public class SgdMomentumTests
{
    [Fact]
    public void Step_SeveralTimes_AgreesWithTorchToTheBit()
    {
        using var scope = NewDisposeScope();
        var (ours, theirs) = (new Parameter(linspace(-1, 1, 37)), new Parameter(linspace(-1, 1, 37)));
        using var sgd = new SgdMomentum([("w", ours)], momentum: 0.9, weightDecay: 5e-4);
        using var reference = optim.SGD([theirs], 0.1, momentum: 0.9, weight_decay: 5e-4);

        foreach (var rate in new[] { 0.1, 0.1, 0.01, 0.01 })
        {
            ours.sin().sum().backward();
            theirs.sin().sum().backward();
            reference.ParamGroups.Single().LearningRate = rate;
            sgd.Step(rate);
            reference.step();
            reference.zero_grad();
            Assert.Equal(theirs.bytes.ToArray(), ours.bytes.ToArray());
        }
    }

    [Fact]
    public void Step_ParametersOfSeveralShapes_MoveAsEachAlone()
    {
        using var scope = NewDisposeScope();
        Parameter[] ours = [new(randn(3, 4)), new(randn(5)), new(randn(2, 3, 3, 3))];
        Parameter[] theirs = [.. ours.Select(value => new Parameter(value.detach().clone()))];
        using var sgd = new SgdMomentum(ours.Select((value, i) => ($"w{i}", value)), momentum: 0.9, weightDecay: 5e-4);
        using var reference = optim.SGD(theirs, 0.1, momentum: 0.9, weight_decay: 5e-4);

        for (var step = 0; step < 3; step++)
        {
            foreach (var value in ours.Concat(theirs)) value.sin().sum().backward();
            sgd.Step(0.1);
            reference.step();
            reference.zero_grad();
        }

        Assert.All(ours.Zip(theirs), pair => Assert.Equal(pair.Second.bytes.ToArray(), pair.First.bytes.ToArray()));
        Assert.Equal(["w0", "w1", "w2"], sgd.Buffers.Select(buffer => buffer.Key));
        Assert.All(sgd.Buffers.Zip(ours), pair => Assert.Equal(pair.Second.shape, pair.First.Value.shape));
    }

    [Fact]
    public async Task Step_WhileSomebodyReads_ChangesNothingBeforeTheReadingIsDone()
    {
        using var scope = NewDisposeScope();
        var weight = new Parameter(linspace(-1, 1, 1000));
        using var sgd = new SgdMomentum([("w", weight)], momentum: 0.9, weightDecay: 5e-4);
        weight.sin().sum().backward();
        sgd.Step(0.1);
        byte[][] before = [weight.bytes.ToArray(), sgd.Buffers.Single().Value.bytes.ToArray()];
        using var stepping = new ManualResetEventSlim();
        var reading = Task.Run(() =>
        {
            stepping.Wait();
            // Plenty of turns for a step that would not wait.
            for (var turn = 0; turn < 10_000; turn++) Thread.Yield();
            return (byte[][])[sgd.Weights.Single().Value.bytes.ToArray(), sgd.Buffers.Single().Value.bytes.ToArray()];
        });

        sgd.HoldFor(reading);
        weight.sin().sum().backward();
        stepping.Set();
        sgd.Step(0.1);

        Assert.True(reading.IsCompletedSuccessfully);
        Assert.Equal(before, await reading);
        Assert.NotEqual(before[0], weight.bytes.ToArray());
        Assert.True(sgd.Held > TimeSpan.Zero);
    }

    [Fact]
    public void Step_NoGradient_StillDecaysAndKeepsItsMomentum()
    {
        using var scope = NewDisposeScope();
        var weight = new Parameter(ones(1));
        using var sgd = new SgdMomentum([("w", weight)], momentum: 0.5, weightDecay: 0.25);
        sgd.Step(1);
        Assert.Equal(0.75f, weight.item<float>());
        sgd.Step(1);
        Assert.Equal(0.75f - (0.125f + 0.1875f), weight.item<float>());
    }
}
