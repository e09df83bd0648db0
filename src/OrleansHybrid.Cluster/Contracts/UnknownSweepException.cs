namespace OrleansHybrid.Cluster.Contracts;

/// <summary>The sweep that was asked for was never submitted, or was deleted since.</summary>
[GenerateSerializer, Alias("unknown-sweep-exception")]
public sealed class UnknownSweepException : Exception
{
    public UnknownSweepException(string id)
        : base($"There is no sweep {id}. It was deleted, or never submitted here; hybrid list shows all.")
    {
    }

    public UnknownSweepException(string message, Exception inner)
        : base(message, inner)
    {
    }

    public UnknownSweepException()
    {
    }
}
