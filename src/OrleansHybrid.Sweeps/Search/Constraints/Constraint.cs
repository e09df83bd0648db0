using System.Diagnostics.CodeAnalysis;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Search.Constraints;

/// <summary>
/// A condition that every configuration must fulfil, as a sweep file writes it: <c>batch_size &lt;= 256 or temperature &gt;
/// 0.1</c>. The language has comparisons (also <c>0.1 &lt; a &lt;= 1</c> and <c>a in [1, 2]</c>), <c>and</c>, <c>or</c>, <c>not</c>,
/// parentheses and the four arithmetic operations. Names are settings of the recipe, words are their choices. Types are checked when the
/// text is read, so that evaluation cannot fail: a division by zero gives infinity, or NaN, for which no comparison holds.
/// </summary>
internal sealed class Constraint
{
    private const int LongestShown = 100;

    private readonly Func<Configuration, bool> _holds;

    private Constraint(string text, Func<Configuration, bool> holds) => (Text, _holds) = (text, holds);

    public string Text { get; }

    public bool Holds(Configuration configuration) => _holds(configuration);

    /// <param name="problem">The problem of the text with its position and the remedy.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Constraint? constraint, [NotNullWhen(false)] out string? problem)
    {
        try
        {
            (constraint, problem) = (new(text, ConstraintParser.Parse(text)), null);
        }
        catch (ConstraintException exception)
        {
            var shown = text.Length <= LongestShown ? text : text[..LongestShown] + "…";
            (constraint, problem) = (null, $"at column {exception.Position + 1} of \"{shown}\": {exception.Message}");
        }

        return constraint is not null;
    }
}

/// <summary>An error in the text of a constraint.</summary>
/// <param name="position">The position of the error, from 0.</param>
internal sealed class ConstraintException(int position, string message) : Exception(message)
{
    public int Position => position;
}
