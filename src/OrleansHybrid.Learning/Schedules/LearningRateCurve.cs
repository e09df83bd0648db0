using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Schedules;

/// <summary>
/// The learning rate of a step, in closed form: multiplied by <c>lr_decay</c> at each milestone, or along half a cosine to
/// zero by step (Loshchilov and Hutter, arXiv 1608.03983, eq. 5, without restarts); either times a linear warm-up by step.
/// </summary>
public static class LearningRateCurve
{
    /// <param name="recipe">A milestone is a fraction of its epochs, rounded to whole epochs.</param>
    /// <param name="epoch">Whole epochs completed.</param>
    /// <param name="step">The step within the epoch, from 0.</param>
    /// <param name="stepsPerEpoch">Optimiser steps of one epoch.</param>
    public static double At(Recipe recipe, int epoch, int step, int stepsPerEpoch)
    {
        var decayed = recipe.LearningRate * recipe.LrSchedule switch
        {
            LrSchedule.MultiStep =>
                Math.Pow(recipe.LrDecay, recipe.LrMilestones.Count(fraction => epoch >= Math.Round(fraction * recipe.Epochs))),
            LrSchedule.Cosine => (1 + Math.Cos(Math.PI * (epoch + (double)step / stepsPerEpoch) / recipe.Epochs)) / 2,
            var other => throw new ArgumentOutOfRangeException(nameof(recipe), other, "unknown learning-rate schedule"),
        };

        var warmupSteps = recipe.WarmupEpochs * stepsPerEpoch;
        var stepsDone = (double)epoch * stepsPerEpoch + step + 1;
        return stepsDone < warmupSteps ? decayed * (stepsDone / warmupSteps) : decayed;
    }
}
