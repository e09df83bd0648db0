namespace OrleansHybrid.Cluster.Trainers;

/// <summary>A trainer that runs: its order and its commands go in, its messages come out.</summary>
internal interface ITrainer : IDisposable
{
    /// <summary>True for a trainer that was killed because it hung.</summary>
    bool HasHung { get; }

    /// <summary>Says one line of the protocol. Nobody may be listening any more.</summary>
    void Tell<T>(T message);

    /// <summary>The lines of its standard output, until it ends or closes it; a silence ends them, and the trainer as well.</summary>
    /// <param name="silence">How long it may take to the next line.</param>
    IAsyncEnumerable<string> Lines(TimeSpan silence);

    void Kill();

    /// <summary>Waits for the end of a trainer that has said its last word, and ends one that lingers.</summary>
    /// <returns>Its exit code; 128 and the number of the signal where one ended it.</returns>
    Task<int> End(TimeSpan patience);
}
