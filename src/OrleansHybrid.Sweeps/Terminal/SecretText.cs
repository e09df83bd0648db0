using System.Text.RegularExpressions;

namespace OrleansHybrid.Sweeps.Terminal;

/// <summary>
/// Settings that hold a secret, in whatever text repeats them: a mistyped command, an exception of a library. Who writes a
/// setting on purpose leaves its secrets out already; this is the net under them all.
/// </summary>
public static partial class SecretText
{
    /// <summary>The same with <c>…</c> for each password of a Redis server, key or signature of Azure, and password in a URL.</summary>
    public static string Hidden(string text) => text.AsSpan().ContainsAny('=', '@') ? Secrets().Replace(text, "…") : text;

    // What is only a hint already (password=…) stays as it is.
    [GeneratedRegex(
        """(?<=\bpassword\s*=\s*)(?!…)[^\s,'"]+|(?<=\b(AccountKey|SharedAccessSignature)=)(?!…)[^\s;'"]+|(?<=[?&;]sig=)(?!…)[^\s&;'"]+|(?<=://[^\s/@:]*:)(?!…)[^\s/@]+(?=@)""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Secrets();
}
