using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace OrleansHybrid.Benchmarks.Clusters;

/// <summary>What Kubernetes is told of a silo's pods in deploy/kubernetes/base: how they are to end, above all.</summary>
/// <param name="Arguments">Of the silo: <c>--grace=60s</c>.</param>
/// <param name="PreStop">The command that runs in the pod before it gets SIGTERM; null where there is none.</param>
/// <param name="TerminationGrace">From the beginning of that command to SIGKILL.</param>
internal sealed record PodManifest(IReadOnlyList<string> Arguments, IReadOnlyList<string>? PreStop, TimeSpan TerminationGrace)
{
    /// <param name="deployment">Name of the file and of what it deploys.</param>
    public static PodManifest Read(string deployment)
    {
        var stream = new YamlStream();
        using (var file = File.OpenText(Path.Combine(AppContext.BaseDirectory, "kubernetes", deployment + ".yaml"))) stream.Load(file);
        var pod = Find(
            stream.Documents.Select(document => document.RootNode).Single(root => $"{Find(root, "kind")}" == "Deployment"),
            "spec",
            "template",
            "spec")!;
        var silo = ((YamlSequenceNode)Find(pod, "containers")!).Children.Single();
        return new(
            Texts(Find(silo, "args")!),
            Find(silo, "lifecycle", "preStop", "exec", "command") is { } command ? Texts(command) : null,
            TimeSpan.FromSeconds(int.Parse($"{Find(pod, "terminationGracePeriodSeconds")}", CultureInfo.InvariantCulture)));
    }

    /// <summary>The value of an argument; null where it is not given.</summary>
    public string? Argument(string name) =>
        Arguments.FirstOrDefault(argument => argument.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    private static YamlNode? Find(YamlNode node, params string[] path) =>
        path is [] ? node : node is YamlMappingNode map && map.Children.TryGetValue(path[0], out var next) ? Find(next, path[1..]) : null;

    private static string[] Texts(YamlNode list) => [.. ((YamlSequenceNode)list).Children.Select(item => $"{item}")];
}
