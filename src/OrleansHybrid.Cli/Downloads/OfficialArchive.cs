namespace OrleansHybrid.Cli.Downloads;

/// <summary>The published archive of a data set.</summary>
/// <param name="Dataset">The name of the data set in sweep files.</param>
/// <param name="Source">The address of the archive.</param>
/// <param name="Md5">Its published MD5, lower-case hex.</param>
/// <param name="Folder">The only folder in the archive.</param>
internal sealed record OfficialArchive(string Dataset, Uri Source, string Md5, string Folder)
{
    private static readonly Uri Page = new("https://www.cs.toronto.edu/~kriz/");

    public static IReadOnlyList<OfficialArchive> All { get; } =
    [
        new("cifar10", new(Page, "cifar-10-binary.tar.gz"), "c32a1d4ab5d03f1284b67883e8d87530", "cifar-10-batches-bin"),
        new("cifar100", new(Page, "cifar-100-binary.tar.gz"), "03b5dce01913d631647c71ecec9e9cb8", "cifar-100-binary"),
    ];

    public string FileName => Path.GetFileName(Source.AbsolutePath);
}
