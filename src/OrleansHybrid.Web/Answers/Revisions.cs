using System.Globalization;

namespace OrleansHybrid.Web.Answers;

/// <summary>Revisions as text: a number in JavaScript holds 53 bits of their 64.</summary>
internal static class Revisions
{
    public static string Text(long revision) => revision.ToString(CultureInfo.InvariantCulture);

    /// <exception cref="ApiException">The text is no revision.</exception>
    public static long Parse(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : throw ApiException.BadRequest($"since={text} is no revision. Use the member until of an earlier answer, or 0.");
}
