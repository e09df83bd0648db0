using System.Text.Json.Nodes;

namespace OrleansHybrid.EndToEnd;

/// <summary>
/// Compares JSON of an earlier version with that of this one by the members that the earlier one has: what is said besides disturbs nobody
/// who reads them.
/// </summary>
internal static class MembersOfBefore
{
    /// <param name="except">Members that are not compared.</param>
    public static void AreEqual(string before, string now, params IReadOnlyCollection<string> except)
    {
        var (said, says) = (JsonNode.Parse(before), JsonNode.Parse(now));
        Narrow(said, says, except);
        Assert.Equal(said!.ToJsonString(), says!.ToJsonString());
    }

    private static void Narrow(JsonNode? said, JsonNode? says, IReadOnlyCollection<string> except)
    {
        if ((said, says) is (JsonObject old, JsonObject present))
        {
            foreach (var member in except) old.Remove(member);
            foreach (var added in present.Select(member => member.Key).Where(key => !old.ContainsKey(key)).ToList()) present.Remove(added);
            foreach (var (name, member) in old) Narrow(member, present[name], except);
        }
        else if ((said, says) is (JsonArray one, JsonArray other))
        {
            foreach (var (item, counterpart) in one.Zip(other)) Narrow(item, counterpart, except);
        }
    }
}
