using OrleansHybrid.Sweeps.Search.Constraints;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Tests.Search;

public sealed class ConstraintTests(ITestOutputHelper output)
{
    private static readonly Configuration Example = new(new Recipe
    {
        BatchSize = 256,
        Temperature = 0.1,
        Epochs = 200,
        ContrastiveLoss = ContrastiveLossName.BalScl,
        AlphaSchedule = AlphaSchedule.TwoStage,
        KnnProbe = true,
    });

    private static readonly string[] Pieces =
    [
        "batch_size", "temperature", "alpha_schedule", "knn_probe", "lr_milestones", "seed", "two-stage", "bal-scl", "'sc'", "\"", "true",
        "0.1", "256", "1e400", ".", "<", "<=", "==", "=",
        "!=", "and", "or", "not", "in", "(", ")", "[", "]", ",", "+", "-", "*", "/", "&&", "%", "τ", "\n", "☃", "nothing", "-5", "1..2",
        "((((((",
    ];

    [Theory]
    [InlineData("batch_size <= 256 or temperature > 0.1", true)]
    [InlineData("batch_size < 256 or temperature > 0.1", false)]
    [InlineData("batch_size == 256 and temperature == 0.1", true)]
    [InlineData("batch_size != 256", false)]
    // And goes before or, not before and, products before sums, and signs before all.
    [InlineData("batch_size == 256 or batch_size == 1 and temperature == 5", true)]
    [InlineData("(batch_size == 256 or batch_size == 1) and temperature == 5", false)]
    [InlineData("not batch_size == 1 and temperature == 5", false)]
    [InlineData("not (batch_size == 1 and temperature == 5)", true)]
    [InlineData("2 + 3 * 4 == 14", true)]
    [InlineData("(2 + 3) * 4 == 20", true)]
    [InlineData("10 - 4 - 3 == 3", true)]
    [InlineData("64 / 4 / 2 == 8", true)]
    [InlineData("-2 * -3 == 6", true)]
    [InlineData("1 - -1 == 2", true)]
    [InlineData("epochs-150 == 50", true)]
    [InlineData("batch_size * epochs <= 51200", true)]
    [InlineData("batch_size*epochs<=51199", false)]
    // Chains.
    [InlineData("0.05 < temperature <= 0.1", true)]
    [InlineData("0.1 < temperature <= 0.1", false)]
    [InlineData("1 < 2 > 1", true)]
    // Words.
    [InlineData("contrastive_loss == bal-scl", true)]
    [InlineData("bal-scl == contrastive_loss", true)]
    [InlineData("contrastive_loss != \"sc\"", true)]
    [InlineData("alpha_schedule == 'two-stage'", true)]
    [InlineData("contrastive_sampler == classifier_sampler", false)]
    [InlineData("knn_probe", true)]
    [InlineData("not knn_probe or epochs > 300", false)]
    [InlineData("knn_probe == false", false)]
    [InlineData("linear_probe == knn_probe", false)]
    // Lists.
    [InlineData("batch_size in [64, 128 * 2]", true)]
    [InlineData("batch_size not in [64, 128]", true)]
    [InlineData("contrastive_loss in [sc, psc]", false)]
    [InlineData("not contrastive_loss in [sc, psc]", true)]
    // Nothing is undefined.
    [InlineData("1 / 0 > 1e300", true)]
    [InlineData("0 / 0 == 0 / 0", false)]
    [InlineData("AND_ == 1 or batch_size == 256", null)]
    public void Holds_OfAnExpression_IsItsValue(string text, bool? expected)
    {
        var isGood = Constraint.TryParse(text, out var constraint, out var problem);

        Assert.Equal(expected is not null, isGood);
        Assert.Equal(expected is null, problem is not null);
        Assert.Equal(expected, constraint?.Holds(Example));
    }

    [Theory]
    [InlineData("tempratur > 0.1", "at column 1: 'tempratur' is not a setting; did you mean 'temperature'?")]
    [InlineData("batch_size <= 256 or tau > 0.1", "at column 22: 'tau' is not a setting; did you mean 'temperature'?")]
    [
        InlineData(
            "alpha_schedule < 3",
            "at column 16: alpha_schedule is a word, and '<' is for numbers; compare it with == or !=, or with in [...]"),
    ]
    [
        InlineData(
            "alpha_schedule == 3", "at column 19: alpha_schedule is a word and never equals a number; its values are parabolic, linear"),
    ]
    [InlineData("alpha_schedule == parabolc", "at column 19: 'parabolc' is not a value of alpha_schedule; did you mean 'parabolic'?")]
    [InlineData("contrastive_loss == bal-sc", "at column 21: 'bal-sc' is not a value of contrastive_loss; did you mean 'bal-scl'?")]
    [InlineData("temperature == linear", "at column 16: 'linear' is a value of alpha_schedule; compare it only with that setting")]
    [InlineData("alpha_schedule + 1 == 2", "at column 1: alpha_schedule is a word, and '+' is for numbers")]
    [InlineData("(epochs > 5) + 1 > 2", "at column 2: this is true or false, and '+' is for numbers")]
    [InlineData("(epochs > 5) == true", "at column 2: this is true or false, so it cannot be compared")]
    [InlineData("batch_size", "at column 1: a number alone is not a condition; compare it, as in batch_size <= 256")]
    [InlineData("alpha_schedule", "at column 1: alpha_schedule alone is not a condition; compare it, as in alpha_schedule == parabolic")]
    [InlineData("epochs = 5", "at column 8: '=' is not an operator of constraints; to compare, write ==")]
    [InlineData("epochs > 5 && epochs < 9", "at column 12: '&&' is not an operator of constraints; write and")]
    [InlineData("epochs % 2 == 0", "at column 8: '%' is not an operator of constraints; use only + - * /")]
    [InlineData("epochs <= ", "at column 11: expected a setting, a value or '(', found the end")]
    [InlineData("(epochs <= 5", "at column 13: expected ')', found the end")]
    [InlineData("epochs <= 5)", "at column 12: expected and, or, or the end, found ')'")]
    [InlineData("epochs 5", "at column 8: expected and, or, or the end, found '5'")]
    [InlineData("epochs in 5", "at column 11: expected a list of values, such as [1, 2], found '5'")]
    [InlineData("epochs in [5, 6", "at column 16: expected ',' or ']', found the end")]
    [InlineData("contrastive_loss == 'sc", "at column 21: the quote that opens here is not closed")]
    [InlineData("epochs < 5; batch_size < 9", "at column 11: ';' is not allowed in a constraint")]
    [InlineData("seed < 3", "at column 1: every configuration is trained with every seed, so a constraint cannot use the seed")]
    [InlineData("lr_milestones == 1", "at column 1: lr_milestones is a list of numbers")]
    [InlineData("epochs < 1e400", "at column 10: '1e400' is too large for a number")]
    [InlineData("dataset == backbone", "at column 12: dataset and backbone have no value in common")]
    [InlineData("", "at column 1: expected a setting, a value or '(', found the end")]
    public void TryParse_OfAMistake_SaysWhereAndWhatWouldBeRight(string text, string expected)
    {
        Assert.False(Constraint.TryParse(text, out _, out var problem));
        Assert.StartsWith(expected, problem.Replace($" of \"{text}\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void TryParse_OfADeepNesting_RefusesIt()
    {
        Assert.False(Constraint.TryParse(new string('(', 100_000) + "epochs", out _, out var problem));
        Assert.Contains("the constraint is too long", problem, StringComparison.Ordinal);
    }

    /// <summary>Else a value could not be told from a setting, or a dash in it from a minus.</summary>
    [Fact]
    public void Choices_OfEverySetting_AreNoNamesOfSettingsAndDoNotBeginWithOne() =>
        Assert.DoesNotContain(
            RecipeSchema.Settings.SelectMany(setting => setting.Choices), choice => RecipeSchema.Find(choice.Split('-')[0]) is not null);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TryParse_OfAnyText_AnswersOrRefuses(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var good = 0;
        for (var round = 0; round < (SlowTests.AreAsked ? 20_000 : 4_000); round++)
        {
            var text = string.Join(
                random.Next(3) == 0 ? "" : " ", Enumerable.Range(0, random.Next(1, 9)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            if (Constraint.TryParse(text, out var constraint, out var problem))
            {
                good++;
                _ = constraint.Holds(Example);
            }
            else
            {
                Assert.Matches("^at column [0-9]+ of \"", problem);
            }
        }

        Assert.InRange(good, 10, 19_990);
    }
}
