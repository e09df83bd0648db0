using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OrleansHybrid.Sweeps.Definition;
using OrleansHybrid.Sweeps.Results;
using OrleansHybrid.Sweeps.Text;
using OrleansHybrid.Sweeps.Trials;
using OrleansHybrid.Web.Answers;
using OrleansHybrid.Web.Mirrors;

namespace OrleansHybrid.Web.Api;

/// <summary>A question for some trials of a sweep, page by page. A page begins behind the last trial of the one before.</summary>
/// <param name="State">Names of states, with commas between them; null for all.</param>
/// <param name="Where">Conditions <c>key=value</c> on swept settings and the seed; all must hold.</param>
/// <param name="Sort">The name of a column or of a swept setting, descending with a minus before it; by index unless given.</param>
internal sealed record TrialListing(string? State, IReadOnlyList<string> Where, string? Sort, int Limit, string? Cursor)
{
    public const int MostRows = 1_000;

    private static readonly Dictionary<string, Func<TrialView, IComparable?>> Columns = new()
    {
        ["index"] = row => row.Index,
        ["state"] = row => row.State,
        ["seed"] = row => row.Seed,
        ["objective"] = row => row.Objective,
        ["attempts"] = row => row.Attempts,
        ["preemptions"] = row => row.Preemptions,
        ["seconds"] = row => row.Seconds,
        ["lost_seconds"] = row => row.LostSeconds,
        ["images_per_second"] = row => row.ImagesPerSecond,
        ["rung"] = row => row.Rung,
    };

    /// <exception cref="ApiException">A part of the question is malformed.</exception>
    public TrialPage Of(SweepMirror mirror)
    {
        if (Limit is < 1 or > MostRows) throw ApiException.BadRequest($"limit={Limit}: give 1 to {MostRows}.");
        var sweep = mirror.Definition;
        var states = States();
        var conditions = Where.Select(condition => Condition(sweep, condition)).ToList();
        var isDescending = Sort?.StartsWith('-') is true;
        var key = KeyOf(sweep, Sort?.TrimStart('-', '+') is { Length: > 0 } column ? column : "index");
        var matching = mirror.Rows.Where(row => states is null || states.Contains(row.State))
            .Where(row => conditions.TrueForAll(holds => holds(row.Index)))
            .Select(sweep.View)
            .Select(row => (Row: row, Key: key(row)))
            .ToList();
        // What has no value comes last either way.
        matching.Sort((a, b) =>
            a.Key is null != b.Key is null ? (a.Key is null ? 1 : -1)
            : (a.Key?.CompareTo(b.Key) ?? 0) is not 0 and var order ? (isDescending ? -order : order)
            : a.Row.Index.CompareTo(b.Row.Index));
        var first = 0;
        if (After() is { } after)
        {
            // A trial that has changed meanwhile stands elsewhere: the page begins behind its former place.
            first = matching.FindIndex(row => Compare(row) > 0) is >= 0 and var found ? found : matching.Count;

            int Compare((TrialView Row, IComparable? Key) row)
            {
                var text = TextOf(row.Key);
                if (text == after.Key) return row.Row.Index.CompareTo(after.Index);
                if (row.Key is null || after.Key is null) return row.Key is null ? 1 : -1;
                var order = CompareToText(row.Key, after.Key);
                return isDescending ? -order : order;
            }
        }

        var page = matching.Skip(first).Take(Limit).ToList();
        return new(
            [.. page.Select(row => row.Row)],
            first + page.Count < matching.Count && page.Count > 0 ? Write(new(Question, TextOf(page[^1].Key), page[^1].Row.Index)) : null,
            matching.Count);
    }

    // A cursor belongs to one question.
    private string Question => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [State ?? "", Sort ?? "", .. Where]))))[..16];

    private HashSet<TrialState>? States()
    {
        if (string.IsNullOrWhiteSpace(State)) return null;
        var known = Enum.GetValues<TrialState>().ToDictionary(state => state.Spelled());
        return
        [
            .. State.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name =>
                known.TryGetValue(name, out var state)
                    ? state
                    : throw ApiException.BadRequest($"state={name}: the states are {string.Join(", ", known.Keys)}.")),
        ];
    }

    private static Predicate<int> Condition(SweepDefinition sweep, string condition)
    {
        try
        {
            return TrialCondition.Of(sweep, condition);
        }
        catch (ArgumentException mistake)
        {
            throw ApiException.BadRequest($"where={condition}: {mistake.Message}");
        }
    }

    private static Func<TrialView, IComparable?> KeyOf(SweepDefinition sweep, string column)
    {
        if (Columns.TryGetValue(column, out var known)) return known;
        var place = sweep.Axes.Select(axis => axis.Key).ToList().IndexOf(column);
        if (place < 0)
            throw ApiException.BadRequest(
                $"sort={column}: the columns are {string.Join(", ", [.. Columns.Keys, .. sweep.Axes.Select(axis => axis.Key)])}.");
        var isNumber = sweep.Axes[place].Values.All(value => double.TryParse(value, CultureInfo.InvariantCulture, out _));
        return isNumber
            ? row => double.TryParse(row.Values[place], CultureInfo.InvariantCulture, out var number) ? number : null
            : row => row.Values[place];
    }

    private static string? TextOf(IComparable? key) => key switch
    {
        null => null,
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => key.ToString(),
    };

    private static int CompareToText(IComparable key, string text) => key switch
    {
        double number => number.CompareTo(double.Parse(text, CultureInfo.InvariantCulture)),
        int number => number.CompareTo(int.Parse(text, CultureInfo.InvariantCulture)),
        long number => number.CompareTo(long.Parse(text, CultureInfo.InvariantCulture)),
        TrialState state => state.CompareTo(Enum.Parse<TrialState>(text)),
        _ => key.CompareTo(text),
    };

    private Position? After()
    {
        if (string.IsNullOrEmpty(Cursor)) return null;
        try
        {
            var position = JsonSerializer.Deserialize<Position>(Base64Url.DecodeFromChars(Cursor));
            if (position?.Question == Question) return position;
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException)
        {
            // Said below.
        }

        throw ApiException.BadRequest(
            "This cursor is of another list. Begin again without it, and keep state, where and sort as they are.");
    }

    private static string Write(Position position) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(position));

    private sealed record Position(string Question, string? Key, int Index);
}
