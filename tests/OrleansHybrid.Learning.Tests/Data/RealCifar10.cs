namespace OrleansHybrid.Learning.Tests.Data;

/// <summary>CIFAR-10 and the published index lists where a developer keeps them; a test that needs them skips elsewhere.</summary>
internal static class RealCifar10
{
    /// <summary>The environment variable's folder, else <c>../shared/data</c> beside the repository.</summary>
    public static string DirectoryOrSkip()
    {
        var found = Candidates().FirstOrDefault(folder => Directory.Exists(Path.Combine(folder, "cifar-10-batches-bin")));
        Assert.SkipWhen(found is null, "CIFAR-10 is not here: set ORLEANSHYBRID_DATA to the folder that holds cifar-10-batches-bin");
        return found!;
    }

    public static int[] IndexListOrSkip(int imbalance)
    {
        var file = Path.Combine(DirectoryOrSkip(), "ldam-indices", $"cifar10_ldam_r{imbalance}_seed0.txt");
        Assert.SkipUnless(File.Exists(file), $"the published index list {file} is not here");
        return [.. File.ReadLines(file).Select(int.Parse)];
    }

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("ORLEANSHYBRID_DATA") is { Length: > 0 } named) yield return named;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            yield return Path.Combine(folder.FullName, "shared", "data");
    }
}
