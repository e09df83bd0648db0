using System.Reflection;
using System.Text.RegularExpressions;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Tests.Settings;

/// <summary>What a setting's own description says of it, as far as the compiler does not see it.</summary>
public sealed partial class SettingDescriptionTests
{
    public static TheoryData<string> Conditional =>
        [.. RecipeSchema.Settings.Where(setting => setting.CountsWith is not null).Select(setting => setting.Key)];

    [Theory]
    [MemberData(nameof(Conditional))]
    public void CountsWith_NamesAnotherSettingAndSomeOfItsValues(string key)
    {
        var condition = RecipeSchema.Get(key).CountsWith!;
        var choices = RecipeSchema.Get(condition.Key).Choices;
        Assert.NotEqual(key, condition.Key);
        Assert.ProperSubset(choices.ToHashSet(), condition.Values.ToHashSet());
        Assert.Equal(condition.Values.Distinct(), condition.Values);
    }

    /// <summary>One word means one thing, wherever it is accepted or suggested.</summary>
    [Fact]
    public void OtherNames_OfSettingsAndTheirValues_AreUniqueAndNobodysOwn()
    {
        var names = RecipeSchema.Settings.SelectMany(setting => setting.Synonyms).Select(synonym => synonym.Key).ToList();
        Assert.Equal(names.Distinct(StringComparer.OrdinalIgnoreCase), names);
        Assert.DoesNotContain(names, name => RecipeSchema.Find(name) is not null);
        Assert.All(
            RecipeSchema.Settings, setting => Assert.DoesNotContain(setting.Synonyms, synonym => setting.Choices.Contains(synonym.Key)));
    }

    /// <summary>So files are searched for them: in snake_case.</summary>
    [Fact]
    public void Aliases_AreInSnakeCase() =>
        Assert.All(RecipeSchema.Settings.SelectMany(setting => setting.Aliases), alias => Assert.Matches(SnakeCase(), alias));

    [Fact]
    public void Synonyms_OfAChoice_HoldThoseOfItsValues()
    {
        var synonyms = RecipeSchema.Of(nameof(Recipe.ContrastiveLoss)).Synonyms.ToDictionary();
        Assert.Equal("contrastive_loss", synonyms["loss"]);
        Assert.Equal("bal-scl", synonyms["bcl"]);
    }

    [Fact]
    public void Counts_SettingOfAnotherLoss_DoesNot()
    {
        var prototypes = RecipeSchema.Of(nameof(Recipe.PrototypeInit));
        Assert.True(prototypes.Counts(new() { ContrastiveLoss = ContrastiveLossName.Psc }));
        Assert.False(prototypes.Counts(new() { ContrastiveLoss = ContrastiveLossName.Sc }));
        Assert.True(RecipeSchema.Seed.Counts(new()));
    }

    /// <summary>A value that is added later is no reason to write a new attribute.</summary>
    [Fact]
    public void CountsUnless_NamesTheOtherValues()
    {
        var temperature = typeof(Recipe).GetProperty(nameof(Recipe.Temperature))!.GetCustomAttribute<CountsAttribute>()!.Condition;
        var losses = RecipeSchema.Of(nameof(Recipe.ContrastiveLoss)).Choices;
        Assert.Equal(losses.Where(loss => loss is not "none"), temperature.Values);
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$")]
    private static partial Regex SnakeCase();
}
