using System.Text.Json.Nodes;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Tests.Definition;

public sealed class SettingTests
{
    public static TheoryData<string> Keys => [.. RecipeSchema.Keys];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Default_OfEverySetting_IsWithinItsOwnBoundsAndCanonical(string key)
    {
        var setting = RecipeSchema.Get(key);

        Assert.True(setting.TryParse(setting.Default, out var canonical, out var problem), problem);
        Assert.Equal(setting.Default, canonical);
        Assert.NotEmpty(setting.Summary);
    }

    [Fact]
    public void Keys_AreThoseOfTheRecipeInJson() =>
        Assert.Equal(
            JsonNode.Parse(ProtocolJson.Write(new Recipe { Validation = 1 }))!.AsObject().Select(pair => pair.Key), RecipeSchema.Keys);

    [Theory]
    [InlineData("temperature", "0.10", "0.1")]
    [InlineData("temperature", "1", "1")]
    [InlineData("weight_decay", "1e-4", "0.0001")]
    [InlineData("weight_decay", "-0.0", "0")]
    [InlineData("weight_decay", "0.1000000000000000055", "0.1")]
    [InlineData("weight_decay", "0.30000000000000004", "0.30000000000000004")]
    [InlineData("batch_size", "512", "512")]
    [InlineData("batch_size", "5.12e2", "512")]
    [InlineData("seed", "4294967295", "4294967295")]
    [InlineData("psc_positive_in_denominator", "true", "true")]
    [InlineData("classifier_sampler", "class-balanced", "class-balanced")]
    [InlineData("lr_milestones", "[0.60,.8]", "[0.6, 0.8]")]
    [InlineData("lr_milestones", "[]", "[]")]
    [InlineData("crop_scale", "[.2, 1.0]", "[0.2, 1]")]
    public void TryParse_OfAGoodValue_GivesItsCanonicalText(string key, string text, string expected)
    {
        var setting = RecipeSchema.Get(key);

        Assert.True(setting.TryParse(text, out var canonical, out _));
        Assert.Equal(expected, canonical);
        Assert.Equal(expected, setting.Read(setting.Apply(new(), canonical)));
    }

    [Fact]
    public void Apply_LeavesTheRecipeItCameFromAlone()
    {
        var recipe = new Recipe();

        var changed = RecipeSchema.Get("epochs").Apply(recipe, "7");

        Assert.Equal((200, 7), (recipe.Epochs, changed.Epochs));
    }
}
