using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansHybrid.Sweeps.Protocol;
using YamlDotNet.Serialization;

namespace OrleansHybrid.Cli.Output;

/// <summary>An answer for programs, as JSON on one line or as YAML.</summary>
internal static class Document
{
    private static readonly ISerializer Yaml = new SerializerBuilder()
        .WithQuotingNecessaryStrings()
        .WithIndentedSequences()
        .DisableAliases()
        .Build();

    public static void Write(TextWriter writer, object content, OutputFormat format)
    {
        var node = content as JsonNode ?? JsonSerializer.SerializeToNode(content, content.GetType(), ProtocolJson.Options);
        if (format is OutputFormat.Yaml) writer.Write(Yaml.Serialize(Plain(node)!));
        else writer.WriteLine(node?.ToJsonString(ProtocolJson.Options));
    }

    private static object? Plain(JsonNode? node) => node switch
    {
        null => null,
        JsonObject members => members.ToDictionary(member => member.Key, member => Plain(member.Value)),
        JsonArray items => items.Select(Plain).ToList(),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number when node.AsValue().TryGetValue(out long whole) => whole,
            JsonValueKind.Number => node.GetValue<double>(),
            _ => node.GetValue<string>(),
        },
    };
}
