namespace OrleansHybrid.Cli.Tests.Deployment;

/// <summary>The checkout that these tests run in.</summary>
internal static class Checkout
{
    private static readonly string Root = FindRoot();

    public static string PathOf(string path) => Path.Combine(Root, path);

    public static string Read(string path) => File.ReadAllText(PathOf(path));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "OrleansHybrid.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("the tests run outside a checkout: no OrleansHybrid.sln above " + AppContext.BaseDirectory);
    }
}
