namespace OrleansHybrid.Testing;

/// <summary>The checkout that these tests run in.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Name;

    /// <summary>A path within the checkout, from its root.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>The text of a file of the checkout.</summary>
    public static string Read(string path) => File.ReadAllText(PathOf(path));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "OrleansHybrid.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("the tests run outside a checkout: no OrleansHybrid.sln above " + AppContext.BaseDirectory);
    }
}
