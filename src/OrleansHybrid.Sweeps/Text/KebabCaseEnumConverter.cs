using System.Text.Json;
using System.Text.Json.Serialization;

namespace OrleansHybrid.Sweeps.Text;

/// <summary>Writes an enum as the sweep file spells it: <c>ClassBalanced</c> is <c>class-balanced</c>.</summary>
public sealed class KebabCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
