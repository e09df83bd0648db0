using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Search.Constraints;

/// <summary>Terms from names, and conversions of terms to the type that their place needs.</summary>
internal static class Terms
{
    /// <summary>The setting with this name, else the word itself.</summary>
    /// <exception cref="ConstraintException">The setting is not allowed in a constraint.</exception>
    public static Term Named(Token word)
    {
        if (RecipeSchema.Find(word.Text) is not { } setting) return new Term.Word(word.Position, word.Text);
        if (setting == RecipeSchema.Seed)
            throw new ConstraintException(
                word.Position, "every configuration is trained with every seed, so a constraint cannot use the seed");
        if (setting.Kind is SettingKind.NumberList)
            throw new ConstraintException(
                word.Position,
                $"{setting.Key} is a list of numbers, which a constraint cannot use; zip it with another parameter, or remove values");
        var place = RecipeSchema.IndexOf(setting.Key);
        return setting.Kind is SettingKind.Number or SettingKind.WholeNumber
            ? new Term.Number(word.Position, at => at[place].Number)
            : new Term.Choice(word.Position, setting);
    }

    /// <exception cref="ConstraintException">The term is not a number.</exception>
    public static Func<Configuration, double> AsNumber(Term term, Token operation) => term switch
    {
        Term.Number number => number.Of,
        Term.Word word => throw Unknown(word),
        Term.Choice choice =>
            throw new ConstraintException(term.Position, $"{choice.Setting.Key} is a word, and '{operation.Text}' is for numbers"),
        _ => throw new ConstraintException(term.Position, $"this is true or false, and '{operation.Text}' is for numbers"),
    };

    /// <exception cref="ConstraintException">The term is neither true nor false.</exception>
    public static Func<Configuration, bool> AsTruth(Term term) => term switch
    {
        Term.Truth truth => truth.Of,
        Term.Choice { Setting.Kind: SettingKind.Switch } choice => at => choice.Of(at) == "true",
        Term.Choice choice => throw new ConstraintException(
            term.Position,
            $"{choice.Setting.Key} alone is not a condition; compare it, as in {choice.Setting.Key} == {choice.Setting.Default}"),
        Term.Word word => throw Unknown(word),
        _ => throw new ConstraintException(term.Position, "a number alone is not a condition; compare it, as in batch_size <= 256"),
    };

    public static ConstraintException Unknown(Term.Word word)
    {
        var homes = RecipeSchema.Settings.Where(setting => setting.Choices.Contains(word.Text)).Select(setting => setting.Key).ToList();
        return new(word.Position, homes.Count > 0
            ? $"'{word.Text}' is a value of {string.Join(" and ", homes)}; compare it only with that setting"
            : RecipeSchema.Refuse(word.Text));
    }

    public static string NoValue(Setting setting, string word) => DidYouMean.Refuse(word, $"a value of {setting.Key}", setting.Choices);
}
