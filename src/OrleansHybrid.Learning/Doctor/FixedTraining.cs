using System.Security.Cryptography;
using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Settings;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Doctor;

/// <summary>A training of a second or two on built-in images: equal everywhere, to rounding.</summary>
internal static class FixedTraining
{
    public static Recipe Recipe { get; } = new()
    {
        Dataset = DatasetName.Synthetic,
        Imbalance = 5,
        HeadImages = 10,
        TestImages = 2,
        Backbone = Backbone.Resnet8,
        ProjectionHidden = 16,
        ProjectionDim = 8,
        ContrastiveLoss = ContrastiveLossName.Psc,
        AlphaSchedule = AlphaSchedule.Constant,
        Alpha = 0.5,
        BatchSize = 8,
        Epochs = 2,
        EvaluateEveryEpochs = 2,
        LearningRate = 0.02,
    };

    public static TrainingData Data => DataSets.Load(Recipe, dataDirectory: null);

    /// <summary>Two optimiser steps from the start, on one thread.</summary>
    /// <returns>The losses of each, before it; the SHA-256 of the weights after both.</returns>
    public static (StepLosses[] Losses, string Weights) TwoSteps(string device)
    {
        set_num_threads(1);
        ComputeDevice.Use(Recipe.Precision);
        var train = Data.Train;
        using var learner = new HybridLearner(Recipe, train, ComputeDevice.Open(device));
        for (var step = 0; step < 2; step++) learner.Step(epoch: 0, step);
        using var snapshot = new LearnerSnapshot(learner);
        var weights = LearnerFiles.Save(snapshot, Recipe, train)[LearnerFiles.Weights];
        return (learner.ReadLosses(), Convert.ToHexStringLower(SHA256.HashData(weights)));
    }
}
