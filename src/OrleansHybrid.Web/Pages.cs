using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;
using OrleansHybrid.Web.Answers;

namespace OrleansHybrid.Web;

/// <summary>
/// The files of the page, from this assembly: <c>/page/NAME</c>, <c>/page/charts/NAME</c> and <c>/page/third-party/NAME</c>. Every other
/// address is one of the page itself, which reads it.
/// </summary>
internal static class Pages
{
    private const string Index = "index.html";

    private static readonly FileExtensionContentTypeProvider Types = new();

    private static readonly FrozenDictionary<string, PageFile> Files = typeof(Pages).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith("page/", StringComparison.Ordinal)
            || name.StartsWith("charts/", StringComparison.Ordinal)
            || name.StartsWith("third-party/", StringComparison.Ordinal))
        .ToFrozenDictionary(name => name.StartsWith("page/", StringComparison.Ordinal) ? name["page/".Length..] : name, PageFile.Of);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/page/{**name}", (string name, HttpContext context) => Files.TryGetValue(name, out var file)
                ? Send(context, file)
                : Problems.Of(StatusCodes.Status404NotFound, "unknown-page", $"The page has no file {name}."))
            .ExcludeFromDescription();
        endpoints.MapFallback((HttpContext context) =>
                HttpMethods.IsGet(context.Request.Method) && !context.Request.Path.StartsWithSegments("/api")
                && Files.TryGetValue(Index, out var index)
                    ? Send(context, index)
                    : Problems.Of(StatusCodes.Status404NotFound, "unknown-address", "There is nothing here. The API is at /api/v1."))
            .ExcludeFromDescription();
    }

    // The same files come again with another version of the program: a browser asks, and is told that nothing has changed.
    private static IResult Send(HttpContext context, PageFile file)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(file.Content, file.Type, entityTag: new($"\"{file.Hash}\""));
    }

    private sealed record PageFile(byte[] Content, string Type, string Hash)
    {
        public static PageFile Of(string resource)
        {
            using var stream = typeof(Pages).Assembly.GetManifestResourceStream(resource)!;
            using var content = new MemoryStream();
            stream.CopyTo(content);
            var type = Types.TryGetContentType(resource, out var known) ? known : "application/octet-stream";
            if (type.StartsWith("text/", StringComparison.Ordinal)) type += "; charset=utf-8";
            var bytes = content.ToArray();
            return new(bytes, type, Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]);
        }
    }
}
