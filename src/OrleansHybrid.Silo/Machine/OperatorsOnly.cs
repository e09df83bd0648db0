using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace OrleansHybrid.Silo.Machine;

/// <summary>Admits callers on this machine, and callers with the operators' token.</summary>
/// <param name="token">
/// The token that callers from other machines must send as <c>Authorization: Bearer …</c>; null refuses all of them.
/// </param>
internal sealed class OperatorsOnly(string? token) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        MayAsk(context.HttpContext, token)
            ? next(context)
            : ValueTask.FromResult<object?>(Results.StatusCode(StatusCodes.Status403Forbidden));

    internal static bool MayAsk(HttpContext context, string? token)
    {
        // A browser names the page that sends it here: no page has any business with a silo.
        if (context.Request.Headers.ContainsKey("Origin")) return false;
        if (context.Connection.RemoteIpAddress is { } caller && IPAddress.IsLoopback(caller)) return true;
        return token is not null && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes($"Bearer {token}"),
            Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString()));
    }
}
