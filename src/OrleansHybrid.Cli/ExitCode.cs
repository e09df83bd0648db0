namespace OrleansHybrid.Cli;

/// <summary>What the console's process answers; documented in the README.</summary>
internal static class ExitCode
{
    public const int Complete = 0;
    public const int UserMistake = 1;
    public const int FinishedWithFailures = 2;
    public const int Interrupted = 130;
}
