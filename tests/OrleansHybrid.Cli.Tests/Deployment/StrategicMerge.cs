using System.Text.Json.Nodes;

namespace OrleansHybrid.Cli.Tests.Deployment;

/// <summary>Kubernetes' strategic merge: maps are merged, lists of what has a name are merged by it, other lists are replaced.</summary>
internal static class StrategicMerge
{
    private static readonly Dictionary<string, string> Keys = new()
    {
        ["containers"] = "name",
        ["initContainers"] = "name",
        ["env"] = "name",
        ["volumes"] = "name",
        ["volumeMounts"] = "mountPath",
        ["ports"] = "containerPort",
        ["topologySpreadConstraints"] = "topologyKey",
    };

    public static void Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (key, value) in patch)
        {
            if (target[key] is JsonObject map && value is JsonObject changes) Apply(map, changes);
            else if (target[key] is JsonArray list && value is JsonArray items && Keys.TryGetValue(key, out var name))
                Apply(list, items, name);
            else if (value is null) target.Remove(key);
            else target[key] = value.DeepClone();
        }
    }

    private static void Apply(JsonArray list, JsonArray items, string name)
    {
        foreach (var item in items.Select(item => item!.AsObject()))
        {
            var old = list.Select(other => other!.AsObject()).SingleOrDefault(other => JsonNode.DeepEquals(other[name], item[name]));
            var delete = item["$patch"]?.GetValue<string>() is "delete";
            if (old is null && delete) throw new InvalidDataException($"there is no {item[name]} to delete");
            if (old is null) list.Add(item.DeepClone());
            else if (delete) list.Remove(old);
            else Apply(old, item);
        }
    }
}
