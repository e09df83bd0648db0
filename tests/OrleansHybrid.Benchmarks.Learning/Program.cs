using OrleansHybrid.Benchmarks.Learning;
using OrleansHybrid.Benchmarks.Questions;

return args switch
{
    ["checkpoint"] => Dialogue.Serve<CheckpointPoint, CheckpointCost>(CheckpointCosts.Measure),
    ["contrastive-memory"] => Dialogue.Serve<LossPoint, LossCost>(ContrastiveMemory.Measure),
    ["decode-speed"] => Dialogue.Serve<DecodePoint, DecodeCost>(DecodeSpeed.Measure),
    ["gpu-steps"] => Dialogue.Serve<GpuSteps, GpuStepCost>(GpuMeasuring.MeasureSteps),
    ["gpu-bits"] => Dialogue.Serve<GpuTraining, GpuBits>(GpuMeasuring.MeasureBits),
    ["memory-flat"] => Dialogue.Serve<LongTraining, Footprint[]>(MemoryFlat.Measure),
    ["training-speed"] => Dialogue.Serve<TrainingPoint, TrainingCost>(TrainingSpeed.Measure),
    ["step-phases"] => Dialogue.Serve<TrainingPoint, StepPhases>(TrainingSpeed.MeasurePhases),
    _ => throw new ArgumentException($"there is nothing to measure by the name '{string.Join(' ', args)}'"),
};
