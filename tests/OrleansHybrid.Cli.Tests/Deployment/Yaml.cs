using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.Serialization;

namespace OrleansHybrid.Cli.Tests.Deployment;

/// <summary>A node of a YAML document, its merges done. What is not there is empty.</summary>
internal sealed class Yaml(object? node)
{
    public static IReadOnlyList<Yaml> ParseAll(string text)
    {
        var parser = new MergingParser(new Parser(new StringReader(text)));
        var deserializer = new Deserializer();
        var documents = new List<Yaml>();
        parser.Consume<StreamStart>();
        while (parser.Accept<DocumentStart>(out _)) documents.Add(new(deserializer.Deserialize<object?>(parser)));
        return documents;
    }

    public static Yaml Parse(string text) => ParseAll(text).Single();

    public Yaml this[string key] => new(node is IDictionary<object, object?> map && map.TryGetValue(key, out var value) ? value : null);

    public bool Exists => node is not null;

    public string Text => node as string ?? "";

    public IEnumerable<Yaml> Items => (node as IList<object?> ?? []).Select(item => new Yaml(item));

    public IEnumerable<string> Texts => Items.Select(item => item.Text);

    public IEnumerable<(string Key, Yaml Value)> Entries =>
        (node as IDictionary<object, object?>)?.Select(entry => ((string)entry.Key, new Yaml(entry.Value))) ?? [];
}
