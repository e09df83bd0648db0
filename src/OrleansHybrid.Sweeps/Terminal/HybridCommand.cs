using System.Buffers;

namespace OrleansHybrid.Sweeps.Terminal;

/// <summary>Commands of the console as hints name them, quoted so that a copy into a shell runs as intended.</summary>
public static class HybridCommand
{
    // What no shell reads anything into; a tilde or a hash does harm at a word's beginning alone.
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:=,@%+…");

    /// <summary>A whole command.</summary>
    /// <param name="words">The words after <c>hybrid</c>, each as the program should receive it.</param>
    public static string Of(params IEnumerable<string> words) => $"hybrid {Words(words)}";

    /// <summary>Words of a command, each quoted for a shell where it must be.</summary>
    public static string Words(params IEnumerable<string> words) => string.Join(' ', words.Select(Quoted));

    /// <summary>Quotes a word. In single quotes a POSIX shell takes everything literally except the quote itself.</summary>
    private static string Quoted(string word) =>
        word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Plain) ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
