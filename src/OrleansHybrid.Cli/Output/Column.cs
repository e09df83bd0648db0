using System.Globalization;
using Spectre.Console;

namespace OrleansHybrid.Cli.Output;

/// <summary>A column of a <see cref="Listing{T}"/>.</summary>
/// <param name="Name">The name, equal in every form of output, so that scripts may rely on it.</param>
/// <param name="Value">A cell for programs: a number, a word, or null.</param>
/// <param name="Text">The text for people; null if it equals the value.</param>
/// <param name="Rank">The rank; if the terminal is narrow, columns of higher rank are left out first, and those of rank 0 never.</param>
internal sealed record Column<T>(string Name, Func<T, object?> Value, Func<T, string?>? Text = null, int Rank = 0)
{
    /// <summary>True if its cells are aligned to the right and never broken.</summary>
    public bool IsNumber { get; init; }

    /// <summary>True if tables leave it out, because another column shows the same to people.</summary>
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
