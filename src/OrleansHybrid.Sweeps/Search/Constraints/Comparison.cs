using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Search.Constraints;

/// <summary>Comparisons of two terms, and the errors for terms that cannot be compared.</summary>
internal static class Comparison
{
    private static readonly Dictionary<string, Func<double, double, bool>> OfNumbers = new()
    {
        ["=="] = (left, right) => left == right,
        ["!="] = (left, right) => left != right,
        ["<"] = (left, right) => left < right,
        ["<="] = (left, right) => left <= right,
        [">"] = (left, right) => left > right,
        [">="] = (left, right) => left >= right,
    };

    public static bool IsOperator(Token token) => token.Kind is TokenKind.Symbol && OfNumbers.ContainsKey(token.Text);

    /// <exception cref="ConstraintException">The two terms cannot be compared in this way.</exception>
    public static Func<Configuration, bool> Of(Term left, Token comparison, Term right)
    {
        if (left is Term.Number one && right is Term.Number other)
        {
            var compare = OfNumbers[comparison.Text];
            return at => compare(one.Of(at), other.Of(at));
        }

        if (comparison.Text is not ("==" or "!=") && (left as Term.Choice ?? right as Term.Choice) is { } word)
            throw new ConstraintException(
                comparison.Position,
                $"{word.Setting.Key} is a word, and '{comparison.Text}' is for numbers; compare it with == or !=, or with in [...]");
        var equals = Equality(left, right);
        return comparison.Text is "==" ? equals : at => !equals(at);
    }

    /// <exception cref="ConstraintException">The two can never be equal.</exception>
    public static Func<Configuration, bool> Equality(Term left, Term right) => (left, right) switch
    {
        (Term.Number one, Term.Number other) => at => one.Of(at) == other.Of(at),
        (Term.Choice choice, Term.Word word) => Equality(choice, word),
        (Term.Word word, Term.Choice choice) => Equality(choice, word),
        (Term.Choice one, Term.Choice other) when one.Setting.Choices.Intersect(other.Setting.Choices).Any() =>
            at => one.Of(at) == other.Of(at),
        (Term.Choice one, Term.Choice other) =>
            throw new ConstraintException(other.Position, $"{one.Setting.Key} and {other.Setting.Key} have no value in common"),
        (Term.Truth truth, _) => throw NotComparable(truth),
        (_, Term.Truth truth) => throw NotComparable(truth),
        (Term.Word word, _) => throw Terms.Unknown(word),
        (_, Term.Word word) => throw Terms.Unknown(word),
        (Term.Choice choice, Term.Number number) => throw NotANumber(choice, number),
        (Term.Number number, Term.Choice choice) => throw NotANumber(choice, number),
        _ => throw new InvalidOperationException($"{left} and {right} are of no known types"),
    };

    private static Func<Configuration, bool> Equality(Term.Choice choice, Term.Word word) =>
        choice.Setting.TryParse(word.Text, out var value, out _)
        ? at => choice.Of(at) == value
        : throw new ConstraintException(word.Position, Terms.NoValue(choice.Setting, word.Text));

    private static ConstraintException NotANumber(Term.Choice choice, Term.Number number) =>
        new(
            number.Position,
            $"{choice.Setting.Key} is a word and never equals a number; its values are {string.Join(", ", choice.Setting.Choices)}");

    private static ConstraintException NotComparable(Term.Truth truth) =>
        new(truth.Position, "this is true or false, so it cannot be compared; combine it with and, or, not");
}
