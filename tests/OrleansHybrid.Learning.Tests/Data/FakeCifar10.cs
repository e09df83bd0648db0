using OrleansHybrid.Learning.Data;

namespace OrleansHybrid.Learning.Tests.Data;

/// <summary>CIFAR-10's files.</summary>
internal sealed class FakeCifar10() : FakeCifar("cifar-10-batches-bin", RecordBytes, Files.Select(file => (file, 10_000)))
{
    public const int RecordBytes = 1 + ImageSet.ImageBytes, FileBytes = 10_000 * RecordBytes;

    public static IEnumerable<string> Files => [.. Enumerable.Range(1, 5).Select(number => $"data_batch_{number}.bin"), "test_batch.bin"];
}
