using System.Runtime.CompilerServices;
using OrleansHybrid.Kernels.Lanes;

namespace OrleansHybrid.Kernels.Winograd;

/// <summary>
/// The transforms of 3x3 kernels, between (K, C, 3, 3) and a matrix (inputs, outputs) for each position of a patch, as
/// <see cref="MatrixProducts"/> keeps them. A vector of outputs is worked on at a time.
/// </summary>
internal static class WinogradWeights<V>
    where V : unmanaged, ILanes<V>
{
    private const int Taps = 9, WidePatch = 6;

    /// <summary>U = G g transposed(G).</summary>
    /// <param name="weight">(K, C, 3, 3), read.</param>
    /// <param name="to">For each position (C, K), written.</param>
    public static void Transform(WinogradShape shape, ReadOnlySpan<float> weight, Span<float> to)
    {
        Span<V> g = stackalloc V[Taps];
        Span<V> columns = stackalloc V[4 * 3];
        for (var output = 0; output < shape.Outputs; output += V.Count)
            for (var input = 0; input < shape.Inputs; input++)
            {
                for (var tap = 0; tap < Taps; tap++)
                    g[tap] = Gathered(weight[((output * shape.Inputs + input) * Taps + tap)..], shape.Inputs * Taps);
                for (var j = 0; j < 3; j++) Unfold(g[j], g[3 + j], g[6 + j]).Store(ref columns[j], 3);
                ref var position = ref to[MatrixProducts.InTurn(shape.Inputs, input, output)];
                for (var i = 0; i < 4; i++)
                    Unfold(columns[3 * i], columns[3 * i + 1], columns[3 * i + 2])
                        .Store(ref Unsafe.Add(ref position, 4 * i * Pitch(shape)), Pitch(shape));
            }
    }

    /// <summary>The same for F(4x4, 3x3), of the kernels that take a gradient back: turned by half a circle, from outputs to
    /// inputs.</summary>
    /// <param name="weight">(K, C, 3, 3), read.</param>
    /// <param name="to">For each position (K, C), written.</param>
    public static void TransformTurned(WinogradShape shape, ReadOnlySpan<float> weight, Span<float> to)
    {
        Span<V> g = stackalloc V[Taps];
        Span<V> columns = stackalloc V[WidePatch * 3];
        for (var input = 0; input < shape.Inputs; input += V.Count)
            for (var output = 0; output < shape.Outputs; output++)
            {
                for (var tap = 0; tap < Taps; tap++)
                    g[tap] = Gathered(weight[((output * shape.Inputs + input) * Taps + Taps - 1 - tap)..], Taps);
                for (var j = 0; j < 3; j++) UnfoldWide(g[j], g[3 + j], g[6 + j]).Store(ref columns[j], 3);
                ref var position = ref to[MatrixProducts.InTurn(shape.Outputs, output, input)];
                for (var i = 0; i < WidePatch; i++)
                    UnfoldWide(columns[3 * i], columns[3 * i + 1], columns[3 * i + 2])
                        .Store(ref Unsafe.Add(ref position, WidePatch * i * Pitch(shape)), Pitch(shape));
            }
    }

    /// <summary>dg = transposed(G) dU G for F(4x4, 3x3), of the sums of dU over some chunks.</summary>
    /// <param name="sums">(chunks, position, C, K), read.</param>
    /// <param name="gradient">(K, C, 3, 3), written.</param>
    public static void TransformGradient(WinogradShape shape, ReadOnlySpan<float> sums, Span<float> gradient)
    {
        Span<V> u = stackalloc V[WidePatch * WidePatch];
        Span<float> lanes = stackalloc float[Panel.Width];
        for (var output = 0; output < shape.Outputs; output += V.Count)
            for (var input = 0; input < shape.Inputs; input++)
            {
                ref readonly var from = ref sums[MatrixProducts.InTurn(shape.Inputs, input, output)];
                for (var position = 0; position < u.Length; position++)
                {
                    var sum = V.Load(in At(in from, shape, 0, position));
                    for (var chunk = 1; chunk < shape.Chunks; chunk++) sum += V.Load(in At(in from, shape, chunk, position));
                    u[position] = sum;
                }

                // Columns first, in place; then the rows of what is left, (3, 6).
                for (var j = 0; j < WidePatch; j++)
                    (u[j], u[WidePatch + j], u[2 * WidePatch + j]) = Fold(u[j..], WidePatch);
                for (var i = 0; i < 3; i++)
                {
                    var (left, middle, right) = Fold(u[(WidePatch * i)..], 1);
                    Scatter(left, 3 * i, lanes, gradient);
                    Scatter(middle, 3 * i + 1, lanes, gradient);
                    Scatter(right, 3 * i + 2, lanes, gradient);
                }

                void Scatter(V tap, int number, Span<float> lanes, Span<float> gradient)
                {
                    tap.Store(ref lanes[0]);
                    for (var lane = 0; lane < V.Count; lane++)
                        gradient[((output + lane) * shape.Inputs + input) * Taps + number] = lanes[lane];
                }
            }
    }

    private static nint Pitch(WinogradShape shape) => (nint)shape.Inputs * shape.Outputs;

    private static ref readonly float At(ref readonly float from, WinogradShape shape, int chunk, int position) =>
        ref Unsafe.Add(ref Unsafe.AsRef(in from), (chunk * shape.Positions + position) * Pitch(shape));

    /// <returns>Numbers that lie <paramref name="step"/> apart.</returns>
    private static V Gathered(ReadOnlySpan<float> from, int step)
    {
        Span<float> lanes = stackalloc float[Panel.Width];
        for (var lane = 0; lane < V.Count; lane++) lanes[lane] = from[lane * step];
        return V.Load(in lanes[0]);
    }

    /// <summary>G g, for a row or a column of a kernel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FourVectors<V> Unfold(V g0, V g1, V g2)
    {
        var (sum, half) = (g0 + g2, V.Of(0.5f));
        return new(g0, (sum + g1) * half, (sum - g1) * half, g2);
    }

    /// <summary>The same for F(4x4, 3x3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static SixVectors<V> UnfoldWide(V g0, V g1, V g2)
    {
        var (sum, wide, odd) = (g0 + g2, g0 * V.Of(1 / 24f) + g2 * V.Of(1 / 6f), g1 * V.Of(1 / 12f));
        var sixth = V.Of(-1 / 6f);
        return new(g0 * V.Of(0.25f), (sum + g1) * sixth, (sum - g1) * sixth, wide + odd, wide - odd, g2);
    }

    /// <summary>transposed(G) u.</summary>
    private static (V, V, V) Fold(ReadOnlySpan<V> u, int step)
    {
        var (u1, u2, u3, u4) = (u[step], u[2 * step], u[3 * step], u[4 * step]);
        var (sum, difference, sum2, difference2) = (u1 + u2, u2 - u1, u3 + u4, u3 - u4);
        var (sixth, twelfth) = (V.Of(1 / 6f), V.Of(1 / 12f));
        return (
            u[0] * V.Of(0.25f) - sum * sixth + sum2 * V.Of(1 / 24f),
            difference * sixth + difference2 * twelfth,
            (sum2 - sum) * sixth + u[5 * step]);
    }
}
