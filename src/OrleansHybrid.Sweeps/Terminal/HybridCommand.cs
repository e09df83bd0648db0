using System.Buffers;

namespace OrleansHybrid.Sweeps.Terminal;

/// <summary>Commands of the console, as hints name them: whoever copies one into a shell runs what was meant.</summary>
public static class HybridCommand
{
    // What no shell reads anything into; a tilde or a hash does harm at a word's beginning alone.
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:=,@%+…");

    /// <summary>A whole command.</summary>
    /// <param name="words">What comes behind <c>hybrid</c>, each as the program is to get it.</param>
    public static string Of(params IEnumerable<string> words) => $"hybrid {Words(words)}";

    /// <summary>Words of a command, each quoted for a shell where it must be.</summary>
    public static string Words(params IEnumerable<string> words) => string.Join(' ', words.Select(Quoted));

    /// <summary>In single quotes a POSIX shell reads everything as it is, save the quote itself.</summary>
    private static string Quoted(string word) =>
        word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Plain) ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
