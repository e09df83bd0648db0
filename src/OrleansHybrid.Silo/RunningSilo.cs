using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Silo.Machine;
using OrleansHybrid.Web.Access;

namespace OrleansHybrid.Silo;

/// <summary>A silo that works on a state folder in another process of this machine.</summary>
public static class RunningSilo
{
    /// <returns>The way to it, and the secret that opens it; null if no silo works on the folder, or if it is another user's.</returns>
    public static (LocalGateway Gateway, string Secret)? Find(string stateDirectory)
    {
        var folder = Path.GetFullPath(stateDirectory);
        return StateLock.IsHeld(folder)
            && LocalGateway.Find(folder) is { } gateway
            && OperatorToken.Find(folder) is { } secret
            ? (gateway, secret)
            : null;
    }
}
