using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Search.Constraints;

/// <summary>A part of a constraint with its type, which is checked once, so that evaluation cannot fail.</summary>
/// <param name="Position">The position of its first character, from 0.</param>
internal abstract record Term(int Position)
{
    public sealed record Number(int Position, Func<Configuration, double> Of) : Term(Position);

    public sealed record Truth(int Position, Func<Configuration, bool> Of) : Term(Position);

    /// <summary>A setting with words as values: a choice, or a switch with true and false.</summary>
    public sealed record Choice(int Position, Setting Setting) : Term(Position)
    {
        private readonly int _place = RecipeSchema.IndexOf(Setting.Key);

        public string Of(Configuration configuration) => configuration[_place].Text;
    }

    /// <summary>A word that is not the name of a setting: a value of the choice that it is compared with.</summary>
    public sealed record Word(int Position, string Text) : Term(Position);
}
