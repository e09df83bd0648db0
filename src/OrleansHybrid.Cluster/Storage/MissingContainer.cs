using Azure.Core;
using Azure.Core.Pipeline;

namespace OrleansHybrid.Cluster.Storage;

/// <summary>
/// Makes a container that is gone a fault of its own. Orleans' storage takes it for an empty one, and makes a new one with the
/// next write: all sweeps would be forgotten without a word.
/// </summary>
internal sealed class MissingContainer : HttpPipelineSynchronousPolicy
{
    public override void OnReceivedResponse(HttpMessage message)
    {
        if (message.Response.Status == 404
            && message.Response.Headers.TryGetValue("x-ms-error-code", out var code)
            && code == "ContainerNotFound")
            throw new MissingContainerException();
    }
}

internal sealed class MissingContainerException() : Exception("The container of the grain state does not exist.");
