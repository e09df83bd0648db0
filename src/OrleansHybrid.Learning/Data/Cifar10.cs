namespace OrleansHybrid.Learning.Data;

/// <summary>CIFAR-10: 50,000 training images in five files and 10,000 test images, of 10 classes.</summary>
public static class Cifar10
{
    private static readonly CifarLayout Layout = new(
        "CIFAR-10", "cifar10", "cifar-10-batches-bin",
        [.. Enumerable.Range(1, 5).Select(number => $"data_batch_{number}.bin")], TrainFileRecords: 10_000, "test_batch.bin", LabelBytes: 1,
        "batches.meta.txt", ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]);

    /// <inheritdoc cref="CifarLayout.Open"/>
    public static DataSplits Open(string directory) => Layout.Open(directory);
}
