using OrleansHybrid.Learning.Data;

namespace OrleansHybrid.Learning.Tests.Data;

/// <summary>CIFAR-100's files.</summary>
internal sealed class FakeCifar100() : FakeCifar(
    "cifar-100-binary", 2 + ImageSet.ImageBytes, [("train.bin", 50_000), ("test.bin", 10_000)]);
