using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Search.Constraints;

/// <summary>A part of a constraint with its type: checked once, so that evaluating it cannot fail.</summary>
/// <param name="Position">Where it begins in the text, from 0.</param>
internal abstract record Term(int Position)
{
    public sealed record Number(int Position, Func<Configuration, double> Of) : Term(Position);

    public sealed record Truth(int Position, Func<Configuration, bool> Of) : Term(Position);

    /// <summary>A setting that has one of some words: a choice, or a switch with true and false.</summary>
    public sealed record Choice(int Position, Setting Setting) : Term(Position)
    {
        private readonly int _place = RecipeSchema.IndexOf(Setting.Key);

        public string Of(Configuration configuration) => configuration[_place].Text;
    }

    /// <summary>A word that names no setting: one of the values of a choice beside it.</summary>
    public sealed record Word(int Position, string Text) : Term(Position);
}
