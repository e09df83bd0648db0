using Azure;
using Azure.Identity;

namespace OrleansHybrid.Cluster.Checkpoints;

/// <summary>A failure of Azure Blob Storage, in our words.</summary>
internal static class BlobFailure
{
    /// <param name="store">Its address, without secrets.</param>
    /// <param name="stop">Whose request to stop is no failure of the store.</param>
    /// <returns>Null for what the store has nothing to do with.</returns>
    public static CheckpointStoreException? Explain(Exception failure, string store, CancellationToken stop) => failure switch
    {
        AggregateException { InnerExceptions: [.., var last] } => Explain(last, store, stop),
        RequestFailedException { Status: 401 or 403 } refused => new(
            $"{store} refuses these credentials ({refused.ErrorCode ?? "no reason given"}). "
                + "Give ones that are not expired and may read, write, list and "
            + "delete blobs there; the trials wait meanwhile and lose nothing that is committed.",
            refused),
        AuthenticationFailedException unknown => new(
            $"{store}: nobody is signed in to Azure here ({FirstLine(unknown)}). Sign in, give the machine an identity, or name "
                + "a connection string or a "
            + "signed URL instead; the trials wait meanwhile.",
            unknown),
        RequestFailedException { ErrorCode: "ContainerNotFound" } gone =>
            new($"{store} does not exist. Create the container, or let these credentials create it.", gone),
        RequestFailedException { Status: 0 or 408 or 429 or >= 500 } away => Away(store, away),
        RequestFailedException other => new($"{store} refused a request: {FirstLine(other)}", other),
        OperationCanceledException late when !stop.IsCancellationRequested => Away(store, late),
        IOException broken => Away(store, broken),
        _ => null,
    };

    private static CheckpointStoreException Away(string store, Exception failure) =>
        new(
            $"{store} does not answer ({FirstLine(failure)}). What is committed is kept, and uploads are tried again.",
            failure)
        { IsTransient = true };

    private static string FirstLine(Exception failure) => failure.Message.Split('\n')[0].Trim().TrimEnd('.');
}
