using System.Globalization;
using Azure;
using Azure.Identity;

namespace OrleansHybrid.Cluster.Connection;

/// <summary>Failures of a storage account in our words.</summary>
/// <param name="Place">The account, without secrets.</param>
/// <param name="SasEnd">When the signature ends by which it is used; null where there is none, or no end in it.</param>
internal sealed record AzureFailure(string Place, DateTimeOffset? SasEnd)
{
    private const string Roles =
        "The identity takes the roles Storage Table Data Contributor and Storage Blob Data Contributor on the account; a signature takes "
            + "the services b and t, the resource types s, c and o, and the permissions r, w, d, l, a, c and u";

    /// <summary>Whether it is the account that failed.</summary>
    /// <remarks>The packages gather the failures of all tries; one that took too long is a cancellation there.</remarks>
    public static bool Is(Exception failure) => failure is RequestFailedException or AuthenticationFailedException or IOException
        || (failure is AggregateException several && several.InnerExceptions.All(one => Is(one) || one is OperationCanceledException));

    /// <summary>Whether what was asked may succeed by itself a little later: what became of it is unknown.</summary>
    public static bool IsTransient(Exception failure) => failure switch
    {
        AggregateException { InnerExceptions: [.., var last] } => IsTransient(last),
        RequestFailedException answer => answer.Status is 0 or 408 or 429 or >= 500,
        IOException or OperationCanceledException => true,
        _ => false,
    };

    /// <param name="what">That could not be used, with a verb's subject: "the table members".</param>
    public ClusterException Explain(Exception failure, string what) => IsTransient(failure)
        ? new ClusterUnreachableException(Words(failure, what), failure)
        : new ClusterException(Words(failure, what), failure);

    public string Words(Exception failure, string what) => $"{Place}: {what} cannot be used: {Why(failure)}.";

    private string Why(Exception failure) => failure switch
    {
        AggregateException { InnerExceptions: [.., var last] } => Why(last),
        AuthenticationFailedException unknown => $"nobody is signed in to Azure here ({FirstLine(unknown)}). Give this machine a managed "
            + "or a workload identity, sign in, or name a connection string or a signed URL",
        RequestFailedException { Status: 400 or 401 or 403 } when SasEnd < TimeProvider.System.GetUtcNow() => string.Create(
            CultureInfo.InvariantCulture, $"its signature ended at {SasEnd:yyyy-MM-dd HH:mm} UTC. Make a new one that lasts"),
        RequestFailedException { ErrorCode: "AuthenticationFailed" or "InvalidAuthenticationInfo" } refused =>
            $"the account does not take the key or signature ({refused.ErrorCode}). Copy it again from the account with this name, and see "
            + "whether this machine's clock is right",
        RequestFailedException { Status: 401 or 403 } refused =>
            $"these credentials may not do that ({refused.ErrorCode ?? "no reason given"}). {Roles}",
        RequestFailedException { Status: 404, ErrorCode: "ContainerNotFound" or "TableNotFound" or "ResourceNotFound" } =>
            "it does not exist. Create it, or let 'hybrid storage init' do so",
        RequestFailedException { Status: 429 or 503 } busy =>
            $"the account is busy and asks to wait ({busy.ErrorCode ?? $"{busy.Status}"}). It is asked again; where it stays so, use "
            + "an account that nobody else works with",
        RequestFailedException { Status: 0 } away =>
            $"the account does not answer ({FirstLine(away)}). See whether its name is spelt right, and whether this machine reaches it",
        RequestFailedException { Status: >= 500 or 408 } away => $"the account does not answer ({FirstLine(away)}). It is asked again",
        IOException or OperationCanceledException => $"the account does not answer ({FirstLine(failure)}). It is asked again",
        _ => FirstLine(failure),
    };

    private static string FirstLine(Exception failure) => failure.Message.Split('\n')[0].Trim().TrimEnd('.');
}
