namespace OrleansHybrid.Sweeps.Settings;

/// <summary>Finds the word that somebody meant.</summary>
internal static class DidYouMean
{
    /// <summary>Common synonyms of our words in the field. They are suggested, never accepted: one spelling keeps files
    /// comparable.</summary>
    private static readonly Dictionary<string, string> Synonyms = new(
        RecipeSchema.Settings.SelectMany(setting => setting.Synonyms),
        StringComparer.OrdinalIgnoreCase)
    {
        ["seeds"] = "repeats",
        ["acc"] = "top1",
        ["accuracy"] = "top1",
        ["loss_train"] = "train_loss",
        ["max"] = "maximize",
        ["maximum"] = "maximize",
        ["min"] = "minimize",
        ["minimum"] = "minimize",
    };

    /// <summary>Refuses a word: "'temprature' is not a setting; did you mean 'temperature'?".</summary>
    /// <param name="what">The kind of the candidates, with its article: "a setting".</param>
    public static string Refuse(string given, string what, IEnumerable<string> candidates)
    {
        var known = candidates.ToList();
        var refusal = $"'{given}' is not {what}; ";
        return Among(given, known) is { } meant ? $"{refusal}did you mean '{meant}'?"
            : known.Count == 1 ? $"{refusal}only '{known[0]}' is"
            : $"{refusal}known are {string.Join(", ", known)}";
    }

    /// <summary>The most likely candidate; null if none is similar.</summary>
    public static string? Among(string given, IReadOnlyCollection<string> candidates)
    {
        if (Synonyms.TryGetValue(given, out var synonym) && candidates.Contains(synonym)) return synonym;
        // A word of another length altogether is not worth its quadratic time.
        var nearest = candidates
            .Where(candidate => Math.Abs(candidate.Length - given.Length) <= MostEdits(given, candidate))
            .MinBy(candidate => Distance(given, candidate));
        return nearest is not null && Distance(given, nearest) <= MostEdits(given, nearest) ? nearest : null;
    }

    private static int MostEdits(string given, string candidate) => Math.Max(given.Length, candidate.Length) / 3;

    /// <summary>
    /// Edits between two words (optimal string alignment: insert, delete, replace, swap neighbours); case, '-', '_' and blanks are
    /// ignored.
    /// </summary>
    private static int Distance(string left, string right)
    {
        (left, right) = (Fold(left), Fold(right));
        var edits = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    edits[i, j] = i + j;
                    continue;
                }

                var replaced = edits[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                edits[i, j] = Math.Min(replaced, Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
                var swaps = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
                if (swaps) edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
            }
        }

        return edits[left.Length, right.Length];
    }

    private static string Fold(string word) => word.ToLowerInvariant().Replace('-', '_').Replace(' ', '_');
}
