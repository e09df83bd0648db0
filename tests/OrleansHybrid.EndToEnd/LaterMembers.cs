using System.Text.Json.Nodes;

namespace OrleansHybrid.EndToEnd;

/// <summary>
/// Members that the console's JSON has had since the version before. Everything else of it must be as that version said it.
/// </summary>
internal static class LaterMembers
{
    private static readonly string[] Paths =
        ["status.state", "trials.seconds", "trials.lost_seconds", "trial.seconds", "trial.lost_seconds"];

    /// <returns>The JSON without them, on one line.</returns>
    public static string RemovedFrom(string json)
    {
        var said = JsonNode.Parse(json)!;
        Remove(said, "");
        return said.ToJsonString();
    }

    private static void Remove(JsonNode? node, string name)
    {
        if (node is JsonObject members)
        {
            foreach (var path in Paths.Where(path => path.StartsWith($"{name}.", StringComparison.Ordinal)))
                members.Remove(path[(name.Length + 1)..]);
            foreach (var (key, member) in members) Remove(member, key);
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items) Remove(item, name);
        }
    }
}
