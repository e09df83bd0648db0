using System.Text.RegularExpressions;

namespace OrleansHybrid.Sweeps.Terminal;

/// <summary>
/// Hides settings that hold a secret in any text that repeats them: a mistyped command, an exception of a library. Code that
/// writes a setting on purpose already leaves its secrets out; this is the last line of defence.
/// </summary>
public static partial class SecretText
{
    /// <summary>
    /// The text with <c>…</c> in place of each password of a Redis server, key or signature of Azure, and password in a URL.
    /// </summary>
    public static string Hidden(string text) => text.AsSpan().ContainsAny('=', '@') ? Secrets().Replace(text, "…") : text;

    // What is only a hint already (password=…) stays as it is.
    [GeneratedRegex(
        """(?<=\bpassword\s*=\s*)(?!…)[^\s,'"]+|(?<=\b(AccountKey|SharedAccessSignature)=)(?!…)[^\s;'"]+|(?<=[?&;]sig=)(?!…)[^\s&;'"]+|(?<=://[^\s/@:]*:)(?!…)[^\s/@]+(?=@)""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Secrets();
}
