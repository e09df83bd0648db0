using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Web.Answers;

/// <summary>Answers in the one JSON dialect.</summary>
internal static class Answer
{
    private const string Json = "application/json";

    public static byte[] Bytes<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, ProtocolJson.Options);

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, ProtocolJson.Options);

    /// <summary>An answer with an entity tag: 304 for a caller that has it already.</summary>
    public static IResult Tagged(HttpContext context, string tag, byte[] json)
    {
        var quoted = $"\"{tag}\"";
        context.Response.Headers.ETag = quoted;
        context.Response.Headers.CacheControl = "no-cache";
        return context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(new(quoted), useStrongComparison: false))
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Bytes(json, Json);
    }

    public static IResult Tagged<T>(HttpContext context, string tag, T value) => Tagged(context, tag, Bytes(value));

    /// <exception cref="ApiException">The caller has seen another state of what it wants to change.</exception>
    public static void RequireMatch(HttpContext context, string tag)
    {
        var wanted = context.Request.GetTypedHeaders().IfMatch;
        if (wanted.Count > 0 && !wanted.Any(known => known == EntityTagHeaderValue.Any || known.Tag == $"\"{tag}\""))
            throw new ApiException(
                StatusCodes.Status412PreconditionFailed,
                "stale",
                "The sweep has changed since you read it. Read it again, and repeat the change if it still holds.");
    }
}
