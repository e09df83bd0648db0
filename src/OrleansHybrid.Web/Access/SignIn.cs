using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OrleansHybrid.Web.Answers;

namespace OrleansHybrid.Web.Access;

/// <summary>The printed address <c>/login?t=TOKEN</c>: it leaves the token in a cookie and goes on to the page.</summary>
internal static class SignIn
{
    public const string Path = "/login";

    public static void Map(IEndpointRouteBuilder endpoints, Callers callers) =>
        endpoints.MapGet(Path, (HttpContext context, string? t, string? to) =>
        {
            if (!callers.IsToken(t))
                return Problems.Of(
                    StatusCodes.Status401Unauthorized,
                    "unauthorized",
                    "This is not the token of this silo. Open the address that it printed; the token is in the file operator-token of its "
                        + "state folder.");
            context.Response.Cookies.Append(
                Callers.CookieName(context),
                t!,
                new()
                {
                    HttpOnly = true,
                    SameSite = SameSiteMode.Strict,
                    Secure = context.Request.IsHttps,
                    Path = "/",
                    IsEssential = true,
                });
            context.Response.Headers.CacheControl = "no-store";
            return Results.Extensions.SeeOther(IsLocal(to) ? to! : "/");
        })
        .ExcludeFromDescription();

    // "//host" and "/\host" leave this host.
    private static bool IsLocal(string? url) => url is ['/'] or ['/', not ('/' or '\\'), ..] && !url.Any(char.IsControl);
}

/// <summary>Redirections that the framework has no result for.</summary>
internal static class Redirections
{
    /// <summary>303: the answer is at another address, to be read with GET.</summary>
    public static IResult SeeOther(this IResultExtensions _, string url) => new SeeOtherResult(url);

    private sealed class SeeOtherResult(string url) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = url;
            return Task.CompletedTask;
        }
    }
}
