using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Tests.Reference;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Text;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Training;

/// <summary>
/// Two whole steps of the hybrid objective against PyTorch: Reference/reference.py. In float64 they agree to rounding. In
/// float32 the losses do, while the way of a weight, hundreds of times shorter than the weight, feels the weight's own
/// rounding and every rectifier that rounding switches: seen are up to 1e-4.
/// </summary>
public sealed class ReferenceStepTests
{
    [Theory]
    [InlineData(ContrastiveLossName.Sc, true, 1e-11, 1e-9)]
    [InlineData(ContrastiveLossName.Sc, false, 1e-5, 1e-2)]
    [InlineData(ContrastiveLossName.Psc, true, 1e-11, 1e-9)]
    [InlineData(ContrastiveLossName.Psc, false, 1e-5, 1e-2)]
    public void Learn_TwoSteps_AgreesWithTheReference(ContrastiveLossName loss, bool inFloat64, double inLosses, double inMoves)
    {
        var type = inFloat64 ? float64 : float32;
        using var scope = NewDisposeScope();
        var expected = Golden.Read<Golden.TrainingCase[]>("training").Single(one => one.Objective == loss.Spelled());
        var recipe = new Recipe
        {
            Backbone = Backbone.Resnet8,
            ProjectionHidden = 16,
            ProjectionDim = 8,
            ContrastiveLoss = loss,
            Temperature = 0.5,
            AlphaSchedule = AlphaSchedule.Constant,
            Alpha = 0.75,
            Epochs = 2,
            LearningRate = 0.1,
            LrMilestones = [0.5],
            LrDecay = 0.5,
        };
        var classes = new ImageSet(new byte[5 * ImageSet.ImageBytes], [0, 1, 2, 3, 4], ["a", "b", "c", "d", "e"]);
        using var learner = new HybridLearner(recipe, classes, CPU, type);
        Formula.Fill(learner.Network);
        var start = Weights();

        for (var epoch = 0; epoch < 2; epoch++)
        {
            var images = (4 * Formula.Values($"batch {epoch}", 12, 3, 32, 32)).to(type);
            learner.Learn(images, tensor(new long[] { 0, 1, 2, 1, 0, 1, 2, 1 }), tensor(new long[] { 4, 3, 0, 1 }), epoch, step: 0);
            var losses = learner.ReadLosses().Single();
            Golden.AssertNear(expected.Losses[epoch], tensor(new[] { losses.Train, losses.Contrastive, losses.Classifier }), inLosses);
        }

        var moves = Weights().ToDictionary(entry => entry.Key, entry => entry.Value - start[entry.Key]);
        Golden.AssertPrints(expected.Moves, moves, inMoves);

        Dictionary<string, Tensor> Weights() =>
            learner.Network.named_parameters().ToDictionary(entry => entry.name, entry => entry.parameter.detach().clone());
    }
}
