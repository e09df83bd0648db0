using System.Reflection;

namespace OrleansHybrid.Cluster.Connection;

public static class ProgramVersion
{
    /// <summary>The version that was built and, where the build knows it, its commit: <c>1.0.0+6e1a249</c>.</summary>
    public static string Own { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>The part of a version that says what works together: builds of one release do.</summary>
    public static string Released(string version) => version.Split('+')[0];
}
