using System.Globalization;
using Spectre.Console;

namespace OrleansHybrid.Cli.Output;

/// <summary>A column of a <see cref="Listing{T}"/>.</summary>
/// <param name="Name">The same in every form of output, so that scripts may rely on it.</param>
/// <param name="Value">A cell for programs: a number, a word, or null.</param>
/// <param name="Text">The same for people; null where it reads as it is.</param>
/// <param name="Rank">Columns of higher rank are left out first where the terminal is narrow; those of rank 0 never are.</param>
internal sealed record Column<T>(string Name, Func<T, object?> Value, Func<T, string?>? Text = null, int Rank = 0)
{
    /// <summary>Whether its cells stand at the right and never break.</summary>
    public bool IsNumber { get; init; }

    /// <summary>Whether tables leave it out, because another column tells people the same.</summary>
    public bool IsForPrograms { get; init; }

    public string Plain(T row) => Value(row) switch
    {
        null => "",
        double number => number.ToString("0.######", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString() ?? "",
    };

    public FittedColumn Fitted(IEnumerable<T> rows) => new(Name, Rank, IsNumber, [.. rows.Select(row => Read(row).EscapeMarkup())]);

    private string Read(T row)
    {
        var text = Text is null ? Plain(row) : Text(row);
        return string.IsNullOrEmpty(text) ? "-" : text;
    }
}
