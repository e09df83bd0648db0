using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace OrleansHybrid.Sweeps.Definition;

/// <summary>
/// Makes valid names of sweeps, which also name files and metrics, from other names. The table of letters is our own, because a
/// name must be the same on machines with and without a Unicode library.
/// </summary>
internal static partial class SweepNames
{
    private const int Longest = 60;

    private static readonly Dictionary<char, string> Letters = Table(
        "a:àáâãäåāăąǎάα b:бβв c:çćĉċčц d:ďđðдδ e:èéêëēĕėęěеэєέε f:фφ g:ĝğġģгγґ h:ĥħхη i:ìíîïĩīĭįıиіίι j:ĵйј k:ķкκ l:ĺļľŀłлλ m:мμ n:ñńņňŋнν "
        + "o:òóôõöøōŏőоόοωώ p:пπ r:ŕŗřрρ s:śŝşšșсσς t:ţťŧțтτ u:ùúûüũūŭůűųуυύ w:ŵ x:ξ y:ýÿŷыў z:źżžзζ "
        + "ss:ß ae:æ oe:œ th:þθ yo:ё zh:ж ch:чχ sh:ш shch:щ yu:ю ya:я yi:ї ps:ψ");

    // Signs of Cyrillic without a sound of their own.
    private const string Silent = "ьъ";

    public static bool IsOne(string name) => Slug().IsMatch(name);

    /// <summary>
    /// The name with each letter in Latin. If a letter has no such spelling, or the name is too long, eight digits of a hash
    /// distinguish it from others.
    /// </summary>
    /// <returns>Null for a name without a letter or digit.</returns>
    public static string? Of(string name)
    {
        var (text, isLost) = (new StringBuilder(), false);
        foreach (var letter in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter)) text.Append(letter);
            else if (Letters.TryGetValue(letter, out var latin)) text.Append(latin);
            else if (Silent.Contains(letter)
                || CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)
                continue;
            else
            {
                isLost |= char.IsLetterOrDigit(letter) || char.IsSurrogate(letter);
                text.Append('-');
            }
        }

        var slug = Dashes().Replace(text.ToString(), "-").Trim('-');
        if (!isLost && slug.Length <= Longest) return slug.Length == 0 ? null : slug;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8];
        var kept = slug[..Math.Min(slug.Length, Longest - hash.Length - 1)].Trim('-');
        return $"{(kept.Length == 0 ? "sweep" : kept)}-{hash}";
    }

    private static Dictionary<char, string> Table(string text) => text.Split(' ').Select(group => group.Split(':'))
        .SelectMany(group => group[1].Select(letter => KeyValuePair.Create(letter, group[0]))).ToDictionary();

    [GeneratedRegex("^[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?$")]
    private static partial Regex Slug();

    [GeneratedRegex("-+")]
    private static partial Regex Dashes();
}
