using System.ComponentModel;
using System.Diagnostics;

namespace OrleansHybrid.Cluster.Slots;

/// <summary>An answer of the driver's tool.</summary>
internal abstract record DriverAnswer
{
    /// <param name="Text">A line for each GPU; a GPU that fails may have one of another kind.</param>
    public sealed record Said(string Text) : DriverAnswer;

    /// <summary>There is no driver, or it works and finds no GPU.</summary>
    public sealed record HasNoGpus(string Why) : DriverAnswer;

    /// <summary>There is a driver, and nobody knows what it has.</summary>
    public sealed record Failed(string Why) : DriverAnswer;
}

/// <summary>The NVIDIA driver's own tool, which knows the machine's GPUs.</summary>
internal static class NvidiaSmi
{
    /// <summary>The question for a line for each GPU, followed by a line for each of its parts (MIG).</summary>
    public const string Parts = "-L";

    private const string Name = "nvidia-smi";

    // What it ends with where the driver works and there is no GPU.
    private const int NothingFound = 6, LongestQuote = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="question">What to tell of each GPU, columns in its words; or <see cref="Parts"/>.</param>
    public static DriverAnswer Ask(string question) =>
        ProgramOnPath.Find(Name) is { } path ? Ask(path, question, Patience) : new DriverAnswer.HasNoGpus($"{Name} is not here");

    internal static DriverAnswer Ask(string path, string question, TimeSpan patience)
    {
        string[] arguments = question == Parts ? [Parts] : [$"--query-gpu={question}", "--format=csv,noheader,nounits"];
        var start = new ProcessStartInfo(path, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var (answer, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            if (!process.WaitForExit(patience))
            {
                process.Kill(entireProcessTree: true);
                return new DriverAnswer.Failed($"{path} gave no answer within {patience.TotalSeconds:0.#} s");
            }

            var said = answer.GetAwaiter().GetResult();
            return process.ExitCode switch
            {
                0 => new DriverAnswer.Said(said),
                NothingFound => new DriverAnswer.HasNoGpus($"{path} says: {FirstLine(said + errors.GetAwaiter().GetResult())}"),
                var code =>
                    new DriverAnswer.Failed($"{path} ended with {code} and says: {FirstLine(said + errors.GetAwaiter().GetResult())}"),
            };
        }
        catch (Win32Exception failure)
        {
            return new DriverAnswer.Failed($"{path} cannot be started ({failure.Message})");
        }
    }

    /// <summary>True where it is on the path, whether it works or not.</summary>
    public static bool IsInstalled => ProgramOnPath.Find(Name) is not null;

    private static string FirstLine(string text)
    {
        var line = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault()?.TrimEnd('.')
            ?? "nothing";
        return line.Length <= LongestQuote ? line : line[..LongestQuote] + "…";
    }
}
