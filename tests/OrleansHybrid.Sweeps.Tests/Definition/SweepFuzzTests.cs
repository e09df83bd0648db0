using System.Text;
using OrleansHybrid.Sweeps.Definition;

namespace OrleansHybrid.Sweeps.Tests.Definition;

/// <summary>Whatever text comes, the answer is a sweep that can run or a list of problems with good lines: never another
/// exception.</summary>
public sealed class SweepFuzzTests(ITestOutputHelper output)
{
    private const string Seedling =
        """
        name: s # a comment
        metric: {name: top1, goal: maximize}
        parameters:
          temperature:
            values: [0.1, 5e-1]
          lr_milestones: {values: [[0.6, 0.8], []]}
          batch_size: {min: 32, max: 512, count: 2, scale: log}
          prototypes_per_class: {values: [1, 4], when: {contrastive_loss: mpsc}}
        zip: [[temperature, batch_size]]
        constraints: ["batch_size <= 256 or temperature > 0.1"]
        repeats:
          seeds:
            - 0
            - 1
        recipe: {epochs: 5, "backbone": 'resnet8', alpha: ~}
        labels: &x [a, *x]
        """;

    private const string Foreign =
        """
        name: of another tool
        program: train.py
        metric: {name: val/acc, goal: maximize, target: 0.9}
        run_cap: 9
        hyperparameters:
          lr: {type: double, minval: 0.1, maxval: 1, count: 3}
          optimizer: {value: sgd}
          epochs: 5
          weight-decay: {distribution: log_uniform_values, min: 1e-5, max: 1e-3, count: 3}
        searcher: {name: grid, metric: accuracy, smaller_is_better: false, max_length: {epochs: 9}}
        resources: {slots_per_trial: 1, priority: 30}
        """;

    private static readonly string[] Pieces =
        [
            "[",
            "]",
            "{",
            "}",
            ":",
            ": ",
            "\n",
            "\n  ",
            "\t",
            "- ",
            "? ",
            "&a ",
            "*a",
            "!!",
            "|",
            ">",
            "'",
            "\"",
            "#",
            "---\n",
            "...",
            "%",
            "\0",
            "\uFFFF",
            "9",
            "-",
            "e",
            "null",
            "<<",
        ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Parse_OfADamagedFile_AnswersOrRefuses(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var refused = 0;
        for (var round = 0; round < 1_500; round++)
        {
            var yaml = Damage(round % 3 == 0 ? Foreign : Seedling, random);
            try
            {
                Assert.InRange(SweepYaml.Parse(yaml).TrialCount, 1, 1_000_000);
            }
            catch (InvalidSweepException exception)
            {
                refused++;
                var lines = yaml.Split('\n').Length + 1;
                Assert.NotEmpty(exception.Problems);
                Assert.All(exception.Problems, problem => Assert.InRange(problem.Line, 1, lines));
            }
        }

        Assert.InRange(refused, 1, 1_500);
    }

    [Fact]
    public void Parse_OfAThousandfoldNesting_RefusesIt() =>
        Assert.Contains(
            "the nesting is too deep", SweepYaml.Problem("labels: " + new string('[', 100_000)).Message, StringComparison.Ordinal);

    private static string Damage(string whole, Random random)
    {
        var text = new StringBuilder(whole);
        for (var edits = random.Next(1, 5); edits > 0; edits--)
        {
            var at = random.Next(text.Length);
            if (random.Next(2) == 0) text.Remove(at, Math.Min(random.Next(1, 6), text.Length - at));
            else text.Insert(at, Pieces[random.Next(Pieces.Length)]);
        }

        return text.ToString();
    }
}
