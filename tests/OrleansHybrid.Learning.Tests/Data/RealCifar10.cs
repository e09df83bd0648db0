namespace OrleansHybrid.Learning.Tests.Data;

/// <summary>CIFAR-10 and the published index lists where a developer keeps them; a test that needs them skips elsewhere.</summary>
internal static class RealCifar10
{
    /// <summary>The folder that <c>ORLEANSHYBRID_DATA</c> names.</summary>
    public static string DirectoryOrSkip()
    {
        var folder = Environment.GetEnvironmentVariable("ORLEANSHYBRID_DATA");
        Assert.SkipUnless(
            folder is not null && Directory.Exists(Path.Combine(folder, "cifar-10-batches-bin")),
            "CIFAR-10 is not here: set ORLEANSHYBRID_DATA to the folder that holds cifar-10-batches-bin");
        return folder;
    }

    public static int[] IndexListOrSkip(int imbalance)
    {
        var file = Path.Combine(DirectoryOrSkip(), "ldam-indices", $"cifar10_ldam_r{imbalance}_seed0.txt");
        Assert.SkipUnless(File.Exists(file), $"the published index list {file} is not here");
        return [.. File.ReadLines(file).Select(int.Parse)];
    }
}
