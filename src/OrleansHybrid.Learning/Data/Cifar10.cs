namespace OrleansHybrid.Learning.Data;

/// <summary>CIFAR-10: 50,000 training images in five files and 10,000 test images, of 10 classes.</summary>
public static class Cifar10
{
    private static readonly CifarLayout Layout = new()
    {
        Name = "CIFAR-10",
        Spelling = "cifar10",
        Folder = "cifar-10-batches-bin",
        TrainFiles = [.. Enumerable.Range(1, 5).Select(number => $"data_batch_{number}.bin")],
        TrainFileRecords = 10_000,
        TestFile = "test_batch.bin",
        LabelBytes = 1,
        NamesFile = "batches.meta.txt",
        StandardNames = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
    };

    /// <inheritdoc cref="CifarLayout.Open"/>
    public static DataSplits Open(string directory) => Layout.Open(directory);
}
