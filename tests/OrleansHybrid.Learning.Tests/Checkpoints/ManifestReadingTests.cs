using System.Text;
using System.Text.Json.Nodes;
using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Learning.Tests.Checkpoints;

public class ManifestReadingTests(ITestOutputHelper output)
{
    private static readonly string Golden = File.ReadAllText(
        Path.Combine(AppContext.BaseDirectory, "Reference", "checkpoint-format1", "manifest.json"));

    private static readonly string[] Values =
        [
            "null",
            "-1",
            "0",
            "1",
            "2147483647",
            "1e999",
            "0.5",
            "\"\"",
            "\"psc, mpsc\"",
            "\"../../etc/passwd\"",
            "[]",
            "[null]",
            "{}",
            "true",
            "[[[[[[[[]]]]]]]]",
        ];

    private static readonly string[] Pieces =
    [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\u0000",
        "\\ud800",
        "\0",
        "\u00ff",
        "9",
        "-",
        "e",
        "null",
    ];

    [Theory]
    [InlineData("trial", null, null)]
    [InlineData("recipe", "null", "recipe is missing")]
    [InlineData("recipe", null, "recipe is missing")]
    [InlineData("files", "null", "files is missing")]
    [InlineData("files", "[null]", "files[0] is null")]
    [InlineData("position", "null", "position is missing")]
    [InlineData("numerics", null, "numerics is missing")]
    [InlineData("format", null, "manifest.json is malformed")]
    [InlineData("format", "\"1\"", "manifest.json is malformed")]
    [InlineData("attempt", "-1", "attempt -1 and step 10 make no checkpoint's name")]
    [InlineData("step", "2147483647", "attempt 1 and step 2147483647 make no checkpoint's name")]
    [InlineData("recipe.batch_size", "0", "recipe.batch_size: 0 is too small: it must be at least 2.")]
    [InlineData("recipe.epochs", "-5", "recipe.epochs: -5 is too small")]
    [InlineData("recipe.temperature", "1e999", "recipe.temperature: 'Infinity' is not a finite number")]
    [InlineData("recipe.lr_milestones", "null", "recipe.lr_milestones: is missing")]
    [InlineData("recipe.crop_scale", "[1]", "recipe.crop_scale: [1] is not a range of two numbers")]
    [InlineData("recipe.contrastive_loss", "\"psc, mpsc\"", "manifest.json is malformed: there is an invalid value at")]
    [InlineData("recipe.backbone", "17", "manifest.json is malformed")]
    [InlineData("position.epoch", "2", "position.last_epoch is not epoch 2")]
    [InlineData("position.step_in_epoch", "-1", "position.step_in_epoch -1 is less than 0")]
    [InlineData("position.last_epoch", "null", "position.last_epoch is not epoch 1")]
    [InlineData("position.last_epoch.accuracy", "null", "position.last_epoch.accuracy is missing")]
    [InlineData("position.seconds", "1e999", "position has a number that is not finite")]
    public void Read_AFieldThatIsWrong_NamesItsPath(string path, string? value, string? expected)
    {
        var manifest = JsonNode.Parse(Golden)!;
        var keys = path.Split('.');
        var parent = keys[..^1].Aggregate(manifest, (node, key) => node[key]!).AsObject();
        if (value is null) parent.Remove(keys[^1]);
        else parent[keys[^1]] = JsonNode.Parse(value);

        if (expected is null) Assert.NotNull(Read(manifest.ToJsonString()));
        else
            Assert.Contains(
                expected, Assert.Throws<InvalidDataException>(() => Read(manifest.ToJsonString())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ManyFaults_NamesAllOfThem()
    {
        var manifest = JsonNode.Parse(Golden)!;
        manifest["numerics"] = null;
        manifest["recipe"]!["epochs"] = 0;
        manifest["files"]![1]!["name"] = "../up";
        var message = Assert.Throws<InvalidDataException>(() => Read(manifest.ToJsonString())).Message;
        foreach (var fault in new[] { "numerics is missing", "recipe.epochs: 0", "files[1].name '../up'" })
            Assert.Contains(fault, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Read_OfADamagedManifest_GivesOneThatCanBeWrittenAgainOrRefuses(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var refused = 0;
        for (var round = 0; round < 1_500; round++)
        {
            var manifest = round % 2 == 0 ? Replace(random) : Damage(random);
            try
            {
                Assert.NotEmpty(ProtocolJson.Write(Read(manifest)));
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 1, 1_499);
    }

    private static CheckpointManifest Read(string manifest) => ManifestReading.Read(Encoding.UTF8.GetBytes(manifest));

    /// <summary>Another value for any one key or place.</summary>
    private static string Replace(Random random)
    {
        var manifest = JsonNode.Parse(Golden)!;
        var nodes = Nodes(manifest).ToArray();
        var (value, chosen) = (JsonNode.Parse(Values[random.Next(Values.Length)]), nodes[random.Next(nodes.Length)]);
        if (chosen.Parent is JsonArray list) list[chosen.GetElementIndex()] = value;
        else chosen.Parent!.AsObject()[chosen.GetPropertyName()] = value;
        return manifest.ToJsonString();
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode node) => node switch
    {
        JsonObject keys => keys.Select(entry => entry.Value).OfType<JsonNode>().SelectMany(child => Nodes(child).Prepend(child)),
        JsonArray items => items.OfType<JsonNode>().SelectMany(child => Nodes(child).Prepend(child)),
        _ => [],
    };

    private static string Damage(Random random)
    {
        var text = new StringBuilder(Golden);
        for (var edits = random.Next(1, 4); edits > 0; edits--)
        {
            var at = random.Next(text.Length);
            if (random.Next(2) == 0) text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at));
            else text.Insert(at, Pieces[random.Next(Pieces.Length)]);
        }

        return text.ToString();
    }
}
