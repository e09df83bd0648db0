using System.Text.Json.Nodes;

namespace OrleansHybrid.Cli.Tests.Deployment;

/// <summary>A kustomization.yaml, with the keys that ours have.</summary>
/// <param name="Resources">Files beside it, and folders of other kustomizations.</param>
internal sealed record Kustomization(
    string ApiVersion, string Kind, string Namespace, string[] Resources, Kustomization.Patch[]? Patches, Kustomization.Image[]? Images)
{
    /// <param name="folder">From the root of the checkout.</param>
    /// <param name="read">The text of a file of the checkout.</param>
    /// <returns>What <c>kubectl apply -k</c> sends.</returns>
    /// <exception cref="InvalidDataException">It contradicts itself.</exception>
    public static IReadOnlyList<JsonObject> Resolve(string folder, Func<string, string> read)
    {
        var file = KubernetesTypes.Read<Kustomization>(Parse("kustomization.yaml").Single());
        var resources = file.Resources.SelectMany(name => Path.HasExtension(name) ? Parse(name) : Resolve($"{folder}/{name}", read))
            .ToArray();
        foreach (var twins in resources.GroupBy(NameOf).Where(twins => twins.Count() > 1))
            throw new InvalidDataException($"there are several of {twins.Key}");
        foreach (var patch in file.Patches ?? [])
            foreach (var changes in Parse(patch.Path))
                StrategicMerge.Apply(resources.SingleOrDefault(resource => NameOf(resource) == NameOf(changes))
                    ?? throw new InvalidDataException($"{patch.Path} changes {NameOf(changes)}, which there is not"), changes);
        foreach (var container in resources.SelectMany(Containers))
            if (file.Images?.SingleOrDefault(image => image.Name == container["image"]?.GetValue<string>()) is { } image)
                container["image"] = $"{image.NewName}:{image.NewTag}";
        return resources;

        IReadOnlyList<JsonObject> Parse(string name) => TypedYaml.ParseAll(read($"{folder}/{name}"));
    }

    public static string NameOf(JsonObject resource) => $"{resource["kind"]} {resource["metadata"]?["name"]}";

    private static IEnumerable<JsonObject> Containers(JsonObject resource) =>
        (resource["spec"]?["template"]?["spec"]?["containers"] as JsonArray ?? []).Select(container => container!.AsObject());

    internal sealed record Patch(string Path);

    internal sealed record Image(string Name, string NewName, string NewTag);
}
