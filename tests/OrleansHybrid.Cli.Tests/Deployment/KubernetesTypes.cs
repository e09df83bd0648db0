using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using k8s.Models;

namespace OrleansHybrid.Cli.Tests.Deployment;

/// <summary>Manifests as the typed objects of Kubernetes' client. A key that the type does not have, and a value of another type, is an
/// error.</summary>
internal static class KubernetesTypes
{
    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireNumbers } },
    };

    private static readonly Dictionary<(string Version, string Kind), Type> Types = typeof(V1Pod).Assembly.GetTypes()
        .Select(type =>
            (Type: type, Entity: (KubernetesEntityAttribute?)Attribute.GetCustomAttribute(type, typeof(KubernetesEntityAttribute))))
        .Where(known => known.Entity is not null && !known.Type.IsAbstract && !known.Entity.Kind.EndsWith("List", StringComparison.Ordinal))
        .GroupBy(known =>
            (
                known.Entity!.Group.Length > 0 ? $"{known.Entity.Group}/{known.Entity.ApiVersion}" : known.Entity.ApiVersion,
                known.Entity.Kind))
        .ToDictionary(known => known.Key, known => known.First().Type);

    /// <exception cref="InvalidDataException">It is none of Kubernetes' own kinds, nor a <see cref="ServiceMonitor"/>.</exception>
    /// <exception cref="JsonException">It has a key that the kind does not have, or lacks a number that it needs.</exception>
    /// <exception cref="ArgumentException">A quantity is none.</exception>
    public static object Read(JsonObject resource)
    {
        var (version, kind) = ($"{resource["apiVersion"]}", $"{resource["kind"]}");
        if ((version, kind) is ("monitoring.coreos.com/v1", "ServiceMonitor")) return Read<ServiceMonitor>(resource);
        return Types.TryGetValue((version, kind), out var type)
            ? resource.Deserialize(type, Strict)!
            : throw new InvalidDataException($"there is no {kind} in {version}");
    }

    public static T Read<T>(JsonObject resource) => resource.Deserialize<T>(Strict)!;

    // The client's numbers are nullable unless Kubernetes asks for them.
    private static void RequireNumbers(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            property.IsRequired |= property.PropertyType.IsValueType && Nullable.GetUnderlyingType(property.PropertyType) is null;
    }
}
