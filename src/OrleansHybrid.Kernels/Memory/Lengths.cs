using System.Runtime.CompilerServices;

namespace OrleansHybrid.Kernels.Memory;

/// <summary>Kernels do not check an index: what they are given is checked here.</summary>
internal static class Lengths
{
    /// <exception cref="ArgumentException">The span is shorter or longer.</exception>
    public static void Require<T>(ReadOnlySpan<T> numbers, long length, [CallerArgumentExpression(nameof(numbers))] string? name = null)
    {
        if (numbers.Length != length) throw new ArgumentException($"{name} has {numbers.Length} numbers and needs {length}", name);
    }
}
