using OrleansHybrid.Sweeps.Definition;

namespace OrleansHybrid.Learning.Schedules;

/// <summary>The learning rate: multiplied by <c>lr_decay</c> at each milestone, after a linear warm-up by step.</summary>
public static class LearningRateCurve
{
    /// <param name="recipe">A milestone is a fraction of its epochs, rounded to whole epochs.</param>
    /// <param name="epoch">Whole epochs completed.</param>
    /// <param name="step">The step within the epoch, from 0.</param>
    /// <param name="stepsPerEpoch">Optimiser steps of one epoch.</param>
    public static double At(Recipe recipe, int epoch, int step, int stepsPerEpoch)
    {
        var passed = recipe.LrMilestones.Count(fraction => epoch >= Math.Round(fraction * recipe.Epochs));
        var decayed = recipe.LearningRate * Math.Pow(recipe.LrDecay, passed);

        var warmupSteps = recipe.WarmupEpochs * stepsPerEpoch;
        var stepsDone = (double)epoch * stepsPerEpoch + step + 1;
        return stepsDone < warmupSteps ? decayed * (stepsDone / warmupSteps) : decayed;
    }
}
