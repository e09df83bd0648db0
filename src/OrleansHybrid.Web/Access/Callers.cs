using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace OrleansHybrid.Web.Access;

/// <summary>Decides what a caller may do: whoever is on this machine may read; changes, and other machines, need the token.</summary>
public sealed class Callers(string token)
{
    private static readonly string[] OfForwarders = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"];

    /// <summary>True if the caller may read.</summary>
    public bool MayRead(HttpContext context) => IsOnThisMachine(context) || HasToken(context);

    /// <summary>True if the caller has the token: as <c>Authorization: Bearer</c>, or in the cookie of <c>/login</c>.</summary>
    public bool HasToken(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return IsToken(Bearer(context.Request)) || IsToken(context.Request.Cookies[CookieName(context)]);
    }

    /// <summary>Compares in a time that tells nothing of the token.</summary>
    public bool IsToken(string? given) =>
        given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(token));

    /// <summary>The cookie has the port in its name: browsers share cookies among the ports of a host.</summary>
    internal static string CookieName(HttpContext context) => $"orleanshybrid-{context.Connection.LocalPort}";

    /// <summary>True unless a proxy on this machine passes on the request of another machine.</summary>
    private static bool IsOnThisMachine(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } caller && IPAddress.IsLoopback(caller)
        && !OfForwarders.Any(context.Request.Headers.ContainsKey);

    private static string? Bearer(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header["Bearer ".Length..].Trim()
            : null;
}
