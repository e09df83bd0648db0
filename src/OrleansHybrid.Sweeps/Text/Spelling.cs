using System.Text.Json;

namespace OrleansHybrid.Sweeps.Text;

/// <summary>The one way in which files, tables and messages spell the members of an enum: <c>ClassBalanced</c> is
/// <c>class-balanced</c>.</summary>
public static class Spelling
{
    public static string Spelled(this Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
