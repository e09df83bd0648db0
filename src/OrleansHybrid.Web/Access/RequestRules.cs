using Microsoft.AspNetCore.Http;
using OrleansHybrid.Web.Answers;

namespace OrleansHybrid.Web.Access;

/// <summary>
/// The rules that every request for the page, the API and the dashboard passes: a name of this silo, no foreign page behind a change,
/// and the right of the caller. Metrics, health and the drain have rules of their own.
/// </summary>
public sealed class RequestRules(OwnNames names, Callers callers)
{
    private static readonly string[] OwnRules = ["/metrics", "/health", "/lifecycle"];

    private static readonly string[] OfOwnPages = ["same-origin", "none"];

    private const string Policy =
        "default-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; "
        + "object-src 'none'; form-action 'self'";

    public async Task Guard(HttpContext context, RequestDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        if (OwnRules.Any(path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)))
        {
            if (names.HasForScrapers(context)) await next(context);
            else await Refuse(context, StatusCodes.Status421MisdirectedRequest, ForeignName);
            return;
        }

        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (!context.Request.Path.StartsWithSegments("/dashboard", StringComparison.OrdinalIgnoreCase))
            headers.ContentSecurityPolicy = Policy;
        if (WhyRefused(context) is var (status, why)) await Refuse(context, status, why);
        else await next(context);
    }

    private const string ForeignName =
        "This is not a name of this silo. Use its address or localhost, or start it with --http-host and the name.";

    private (int Status, string Why)? WhyRefused(HttpContext context)
    {
        if (!names.Has(context)) return (StatusCodes.Status403Forbidden, ForeignName);
        var isChange = !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method);
        if (HasForeignOrigin(context.Request) || (isChange && IsOfForeignPage(context.Request)))
            return (StatusCodes.Status403Forbidden, "A page of another site sent this request. Use the page of this silo, or a program.");
        // The way to the token is open.
        if (context.Request.Path.StartsWithSegments(SignIn.Path)) return null;
        if (isChange && !callers.HasToken(context))
            return (
                StatusCodes.Status401Unauthorized,
                "This needs the token. Open the address that the silo printed, or send 'Authorization: Bearer TOKEN'; the token is in the "
                    + "file operator-token of its state folder.");
        return callers.MayRead(context)
            ? null
            : (
                StatusCodes.Status401Unauthorized,
                "From another machine this needs the token. Open /login?t=TOKEN once, or send 'Authorization: Bearer TOKEN'.");
    }

    // A browser names the page behind a request that reads or changes something; programs name none.
    private static bool HasForeignOrigin(HttpRequest request) =>
        request.Headers.Origin.ToString() is { Length: > 0 } origin
        && !origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);

    // A link on another site may open the page, and no more.
    private static bool IsOfForeignPage(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site && !OfOwnPages.Contains(site);

    private static Task Refuse(HttpContext context, int status, string why) =>
        Problems.Of(status, status == StatusCodes.Status401Unauthorized ? "unauthorized" : "foreign-page", why).ExecuteAsync(context);
}
