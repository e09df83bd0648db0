using OrleansHybrid.Benchmarks.Learning;
using OrleansHybrid.Benchmarks.Questions;

return args switch
{
    ["contrastive-memory"] => Dialogue.Serve<LossPoint, LossCost>(ContrastiveMemory.Measure),
    ["memory-flat"] => Dialogue.Serve<LongTraining, Footprint[]>(MemoryFlat.Measure),
    _ => throw new ArgumentException($"there is nothing to measure by the name '{string.Join(' ', args)}'"),
};
