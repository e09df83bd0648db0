using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Definition.Yaml;

namespace OrleansHybrid.Sweeps.Tests.Definition;

/// <summary>
/// Every key of the published schemas of W&amp;B's sweeps and Determined's experiments has a meaning here, a notice, or a refusal with a
/// reason of its own: none is an unknown word.
/// </summary>
public sealed class ForeignSchemaTests
{
    private static readonly string Folder = Repository.PathOf("tests", "OrleansHybrid.Sweeps.Tests", "Definition", "Foreign");

    [Theory]
    [InlineData("wandb.schema.txt", "")]
    [InlineData("determined.schema.txt", "entrypoint: a.py\n")]
    public void Schema_OfEveryKey_IsReadNotedOrTrulyRefused(string schema, string sign)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, schema)).Where(line => !line.StartsWith('#')).ToList();

        Assert.True(lines.Count > 40);
        Assert.All(lines, line =>
        {
            var (verdict, key, file) = (
                line.Split(' ')[0],
                line[9..].Split(' ')[0],
                line[9..].Split(' ', 2)[1].Trim().Replace("|", "\n", StringComparison.Ordinal));
            var text = (key is "name" ? "" : "name: s\n") + (key is "entrypoint" ? "" : sign) + file;

            Assert.Equal((key, verdict), (key, Verdict(text, key)));
        });
    }

    [Theory]
    [InlineData("resources: {slots_per_trial: null, priority: null, weight: ~, max_slots: Null}")]
    [InlineData("searcher: {name: grid, metric: null, smaller_is_better: NULL, max_concurrent_trials: null, max_length: null}")]
    [
        InlineData(
            "checkpoint_storage: {type: shared_fs, save_trial_best: null}\nmax_restarts: null\nlabels: "
                + "null\ndescription: null\nname: null"),
    ]
    public void Determined_OfANull_IsTheDefault(string text)
    {
        var sweep = new SweepText("entrypoint: a.py\n" + text, "defaults.yaml").Parse();

        Assert.Equal(new SweepText("name: defaults", "defaults.yaml").Parse().Id, sweep.Id);
        Assert.Equal((new(), new(), 3), (sweep.Resources, sweep.Checkpoint, sweep.MaxRestarts));
    }

    private static string Verdict(string text, string key)
    {
        try
        {
            return SweepYaml.Parse(text).Warnings.Any(warning => warning.Path == key) ? "noted" : "read";
        }
        catch (InvalidSweepException exception)
        {
            var problem = Assert.Single(exception.Problems);
            Assert.Equal(key, problem.Path);
            Assert.DoesNotContain($"'{key}' is not", problem.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("did you mean", problem.Message, StringComparison.Ordinal);
            return "refused";
        }
    }
}
