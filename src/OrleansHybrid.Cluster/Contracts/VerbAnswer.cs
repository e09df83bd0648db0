namespace OrleansHybrid.Cluster.Contracts;

/// <summary>The answer to what a person wanted.</summary>
/// <param name="IsDone">Whether it holds now, be it since this call or an earlier one; else the message says why it cannot.</param>
/// <param name="Message">One sentence for the person.</param>
/// <param name="Left">Trials that the same call would still change: it does a bounded number at once.</param>
[GenerateSerializer, Immutable, Alias("verb-answer")]
public sealed record VerbAnswer([property: Id(0)] bool IsDone, [property: Id(1)] string Message, [property: Id(2)] int Left = 0)
{
    internal static VerbAnswer Done(string message) => new(true, message);

    internal static VerbAnswer Refused(string message) => new(false, message);
}
