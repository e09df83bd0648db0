using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using OrleansHybrid.Sweeps.Text;

namespace OrleansHybrid.Sweeps.Doctor;

/// <summary>The verdict of a check.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<CheckState>))]
public enum CheckState
{
    Ok,

    /// <summary>It works, but slower or less safely than it could.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Broken,

    /// <summary>There is nothing to check, such as a cluster where none is named.</summary>
    Skipped,
}

/// <summary>The result of one check of a machine: a line of <c>hybrid doctor</c>.</summary>
/// <param name="Check">The check's name.</param>
/// <param name="Found">What was found: a sentence without its full stop.</param>
/// <param name="Remedy">What to do, with its full stop; every warning and everything broken has one.</param>
public sealed partial record CheckResult(string Check, CheckState State, string Found, string? Remedy = null)
{
    private const string NoRemedyKnown = "Report it, with the output of 'hybrid doctor -o json'.";

    public string? Remedy { get; init; } = State is CheckState.Ok or CheckState.Skipped || Remedy is { Length: > 0 }
        ? Remedy
        : throw new ArgumentException($"{Check} is {State.Spelled()} and has no remedy", nameof(Remedy));

    /// <summary>Takes an error of this program apart: its first sentence says what is wrong, the others what to do.</summary>
    public static CheckResult Explained(string check, CheckState state, string message)
    {
        var sentences = Blanks().Replace(message.Trim(), " ");
        return EndOfSentence().Match(sentences) is { Success: true } end
            ? new(check, state, sentences[..end.Index], sentences[(end.Index + end.Length)..])
            : new(check, state, sentences.TrimEnd('.'), NoRemedyKnown);
    }

    /// <summary>The finding and the remedy in one line.</summary>
    [JsonIgnore]
    public string Sentences => Remedy is null ? Found : $"{Found.TrimEnd('.')}. {Remedy}";

    [GeneratedRegex(@"\. (?=\p{Lu})")]
    private static partial Regex EndOfSentence();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
