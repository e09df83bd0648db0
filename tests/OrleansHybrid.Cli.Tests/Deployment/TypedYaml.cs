using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace OrleansHybrid.Cli.Tests.Deployment;

/// <summary>YAML as JSON, its merges done: what has quotes is a string, <c>true</c> and <c>8080</c> are not.</summary>
internal static class TypedYaml
{
    private static readonly IDeserializer Reader = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();

    public static IReadOnlyList<JsonObject> ParseAll(string text)
    {
        var parser = new MergingParser(new Parser(new StringReader(text)));
        var documents = new List<JsonObject>();
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _)) documents.Add(Node(Reader.Deserialize<object?>(parser))!.AsObject());
        return documents;
    }

    private static JsonNode? Node(object? value) => value switch
    {
        IDictionary<object, object?> map =>
            new JsonObject(map.Select(entry => KeyValuePair.Create(entry.Key.ToString()!, Node(entry.Value)))),
        IList<object?> list => new JsonArray([.. list.Select(Node)]),
        null => null,
        _ => JsonSerializer.SerializeToNode(value),
    };
}
