namespace OrleansHybrid.EndToEnd;

/// <summary>Consoles whose silo trains by a script: for tests that look at what is said, kept and shown, and not at learning.</summary>
internal static class Scripted
{
    /// <summary>What makes a silo use <see cref="FakeTrainer"/>.</summary>
    public static readonly (string Name, string Value) Trainer = ("ORLEANSHYBRID_TRAINER", FakeTrainer.Assembly);

    public static HybridProcess Start(string folder, params IEnumerable<string> arguments) =>
        HybridProcess.Start(folder, arguments, Trainer);

    /// <summary>Runs to the end.</summary>
    public static async Task<(int ExitCode, string Output)> Run(string folder, params IEnumerable<string> arguments)
    {
        await using var hybrid = Start(folder, arguments);
        return (await hybrid.Exited(), hybrid.Output);
    }
}
