using System.Globalization;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Search.Constraints;

/// <summary>Reads a constraint by precedence: or, and, not, comparisons, sums, products, signs, parentheses.</summary>
internal sealed class ConstraintParser
{
    private const int MostTokens = 500;

    private static readonly string[][] Arithmetic = [["+", "-"], ["*", "/"]];

    private static readonly Dictionary<string, string> Foreign = new()
    {
        ["="] = "to compare, write ==",
        ["&"] = "write and",
        ["&&"] = "write and",
        ["|"] = "write or",
        ["||"] = "write or",
        ["!"] = "write not",
        ["**"] = "use only + - * /",
        ["^"] = "use only + - * /",
        ["%"] = "use only + - * /",
    };

    private readonly List<Token> _tokens;
    private int _next;

    private ConstraintParser(List<Token> tokens) => _tokens = tokens;

    private Token Next => _tokens[_next];

    /// <exception cref="ConstraintException">The text is not a constraint.</exception>
    public static Func<Configuration, bool> Parse(string text)
    {
        var tokens = ConstraintTokens.Read(text);
        // Parentheses nest no deeper than there are tokens.
        if (tokens.Count > MostTokens)
            throw new ConstraintException(tokens[MostTokens].Position, "the constraint is too long; write several");
        var parser = new ConstraintParser(tokens);
        var term = parser.Or();
        if (parser.Next.Kind is not TokenKind.End) throw parser.Unexpected("and, or, or the end");
        return Terms.AsTruth(term);
    }

    private Term Or()
    {
        var left = And();
        while (Take("or"))
        {
            var (one, other) = (Terms.AsTruth(left), Terms.AsTruth(And()));
            left = new Term.Truth(left.Position, at => one(at) || other(at));
        }

        return left;
    }

    private Term And()
    {
        var left = Not();
        while (Take("and"))
        {
            var (one, other) = (Terms.AsTruth(left), Terms.AsTruth(Not()));
            left = new Term.Truth(left.Position, at => one(at) && other(at));
        }

        return left;
    }

    private Term Not()
    {
        var position = Next.Position;
        if (!Take("not")) return Compared();
        var one = Terms.AsTruth(Not());
        return new Term.Truth(position, at => !one(at));
    }

    private Term Compared()
    {
        var first = Sum(0);
        if (Next.Is("in")) return In(first);
        if (Next.Is("not") && _tokens[_next + 1].Is("in"))
        {
            _next++;
            var isIn = In(first);
            return new Term.Truth(first.Position, at => !isIn.Of(at));
        }

        var (left, all) = (first, new List<Func<Configuration, bool>>());
        while (Comparison.IsOperator(Next))
        {
            var comparison = Take();
            var right = Sum(0);
            all.Add(Comparison.Of(left, comparison, right));
            left = right;
        }

        return all.Count == 0 ? first : new Term.Truth(first.Position, at => all.TrueForAll(holds => holds(at)));
    }

    private Term.Truth In(Term left)
    {
        Take();
        if (!Take("[")) throw Unexpected("a list of values, such as [1, 2]");
        var items = new List<Func<Configuration, bool>>();
        do items.Add(Comparison.Equality(left, Sum(0)));
        while (Take(","));
        if (!Take("]")) throw Unexpected("',' or ']'");
        return new(left.Position, at => items.Exists(holds => holds(at)));
    }

    private Term Sum(int level)
    {
        if (level == Arithmetic.Length) return Signed();
        var left = Sum(level + 1);
        while (Next.Kind is TokenKind.Symbol && Arithmetic[level].Contains(Next.Text))
        {
            var operation = Take();
            var (one, other) = (Terms.AsNumber(left, operation), Terms.AsNumber(Sum(level + 1), operation));
            left = new Term.Number(left.Position, operation.Text switch
            {
                "+" => at => one(at) + other(at),
                "-" => at => one(at) - other(at),
                "*" => at => one(at) * other(at),
                _ => at => one(at) / other(at),
            });
        }

        return left;
    }

    private Term Signed()
    {
        var sign = Next;
        if (!Take("-")) return Single();
        var one = Terms.AsNumber(Signed(), sign);
        return new Term.Number(sign.Position, at => -one(at));
    }

    private Term Single()
    {
        if (Next.Kind is TokenKind.Symbol && Take("("))
        {
            var inner = Or();
            return Take(")") ? inner : throw Unexpected("')'");
        }

        if (Next.Kind is TokenKind.End or TokenKind.Symbol || Next.Is("and") || Next.Is("or") || Next.Is("not") || Next.Is("in"))
            throw Unexpected("a setting, a value or '('");
        var token = Take();
        if (token.Kind is TokenKind.Word) return Terms.Named(token);
        if (token.Kind is TokenKind.Quoted) return new Term.Word(token.Position, token.Text);
        var number = double.Parse(token.Text, CultureInfo.InvariantCulture);
        if (!double.IsFinite(number)) throw new ConstraintException(token.Position, $"'{token.Text}' is too large for a number");
        return new Term.Number(token.Position, _ => number);
    }

    private ConstraintException Unexpected(string expected) =>
        new(Next.Position, Next.Kind is TokenKind.Symbol && Foreign.TryGetValue(Next.Text, out var remedy)
        ? $"'{Next.Text}' is not an operator of constraints; {remedy}"
        : $"expected {expected}, found {Next}");

    private Token Take() => _tokens[_next++];

    private bool Take(string text)
    {
        if (!Next.Is(text)) return false;
        _next++;
        return true;
    }
}
