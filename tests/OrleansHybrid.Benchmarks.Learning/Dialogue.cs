using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Benchmarks.Learning;

/// <summary>Questions on standard input, a JSON object a line, each answered with one on standard output.</summary>
internal static class Dialogue
{
    public static int Serve<TQuestion, TAnswer>(Func<TQuestion, TAnswer> answer)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        // What anything else prints must not get between the answers.
        Console.SetOut(Console.Error);
        while (Console.In.ReadLine() is { } line) output.WriteLine(ProtocolJson.Write(answer(ProtocolJson.Read<TQuestion>(line))));
        return 0;
    }
}
