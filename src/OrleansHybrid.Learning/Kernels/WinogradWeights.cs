using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace OrleansHybrid.Learning.Kernels;

/// <summary>
/// The transforms of 3x3 kernels, between (K, C, 3, 3) and a matrix (inputs, outputs) for each position of a patch, as
/// <see cref="PanelProduct"/> keeps them. Sixteen outputs are worked on at a time.
/// </summary>
internal static unsafe class WinogradWeights
{
    private const int Width = PanelProduct.Width, Taps = 9;

    /// <summary>U = G g transposed(G).</summary>
    /// <param name="weight">(K, C, 3, 3), read.</param>
    /// <param name="to">For each position (C, K), written.</param>
    public static void Transform(WinogradShape shape, float* weight, float* to) =>
        Transform(shape.Inputs, shape.Outputs, weight, to, Taps, shape.Inputs * Taps, tap => tap, 4, Unfold);

    /// <summary>The same for F(4x4, 3x3), of the kernels that take a gradient back: turned by half a circle, from outputs to
    /// inputs.</summary>
    /// <param name="weight">(K, C, 3, 3), read.</param>
    /// <param name="to">For each position (K, C), written.</param>
    public static void TransformTurned(WinogradShape shape, float* weight, float* to) =>
        Transform(shape.Outputs, shape.Inputs, weight, to, shape.Inputs * Taps, Taps, tap => Taps - 1 - tap, 6, UnfoldWide);

    /// <summary>dg = transposed(G) dU G for F(4x4, 3x3), of the sums of dU over some chunks.</summary>
    /// <param name="sums">(chunks, position, C, K), read.</param>
    /// <param name="gradient">(K, C, 3, 3), written.</param>
    public static void TransformGradient(WinogradShape shape, float* sums, float* gradient)
    {
        const int Patch = 6;
        var pitch = shape.Inputs * shape.Outputs;
        var u = stackalloc Vector512<float>[Patch * Patch];
        var taps = stackalloc float[Taps * Width];
        for (var k = 0; k < shape.Outputs; k += Width)
            for (var c = 0; c < shape.Inputs; c++)
            {
                var from = sums + (k * shape.Inputs + c * Width);
                for (var position = 0; position < Patch * Patch; position++)
                {
                    var sum = Load(from + position * pitch);
                    for (var chunk = 1; chunk < shape.Chunks; chunk++) sum += Load(from + (chunk * Patch * Patch + position) * pitch);
                    u[position] = sum;
                }

                // Columns first, in place; then the rows of what is left, (3, 6).
                for (var j = 0; j < Patch; j++)
                    (u[j], u[Patch + j], u[2 * Patch + j]) = Fold(u + j, Patch);
                for (var i = 0; i < 3; i++)
                {
                    var (left, middle, right) = Fold(u + Patch * i, 1);
                    left.Store(taps + 3 * i * Width);
                    middle.Store(taps + (3 * i + 1) * Width);
                    right.Store(taps + (3 * i + 2) * Width);
                }

                var to = gradient + (k * shape.Inputs + c) * Taps;
                for (var lane = 0; lane < Width; lane++, to += shape.Inputs * Taps)
                    for (var tap = 0; tap < Taps; tap++) to[tap] = taps[tap * Width + lane];
            }

        static (Vector512<float>, Vector512<float>, Vector512<float>) Fold(Vector512<float>* u, int step)
        {
            var (u1, u2, u3, u4) = (u[step], u[2 * step], u[3 * step], u[4 * step]);
            var (sum, difference, sum2, difference2) = (u1 + u2, u2 - u1, u3 + u4, u3 - u4);
            return (
                u[0] * 0.25f - sum * (1 / 6f) + sum2 * (1 / 24f),
                difference * (1 / 6f) + difference2 * (1 / 12f),
                (sum2 - sum) * (1 / 6f) + u[5 * step]);
        }
    }

    private static void Unfold(Vector512<float> g0, Vector512<float> g1, Vector512<float> g2, Vector512<float>* to, int step)
    {
        var sum = g0 + g2;
        (to[0], to[step], to[2 * step], to[3 * step]) = (g0, (sum + g1) * 0.5f, (sum - g1) * 0.5f, g2);
    }

    private static void UnfoldWide(Vector512<float> g0, Vector512<float> g1, Vector512<float> g2, Vector512<float>* to, int step)
    {
        var (sum, wide, odd) = (g0 + g2, g0 * (1 / 24f) + g2 * (1 / 6f), g1 * (1 / 12f));
        (to[0], to[step], to[2 * step]) = (g0 * 0.25f, (sum + g1) * (-1 / 6f), (sum - g1) * (-1 / 6f));
        (to[3 * step], to[4 * step], to[5 * step]) = (wide + odd, wide - odd, g2);
    }

    /// <param name="inputStep">From a kernel to that of the next input.</param>
    /// <param name="outputStep">To that of the next output.</param>
    /// <param name="source">Where a number of the kernel comes from.</param>
    /// <param name="patch">Numbers of a side of what three become.</param>
    private static void Transform(
        int inputs, int outputs, float* weight, float* to, int inputStep, int outputStep, Func<int, int> source, int patch,
        UnfoldThree unfold)
    {
        var pitch = inputs * outputs;
        var g = stackalloc Vector512<float>[Taps];
        var columns = stackalloc Vector512<float>[3 * patch];          // (patch, 3)
        var row = stackalloc Vector512<float>[patch];
        for (var output = 0; output < outputs; output += Width)
            for (var input = 0; input < inputs; input++, to += Width)
            {
                for (var tap = 0; tap < Taps; tap++)
                {
                    var from = weight + (input * inputStep + output * outputStep + source(tap));
                    for (var lane = 0; lane < Width; lane++) ((float*)(g + tap))[lane] = from[lane * outputStep];
                }

                for (var j = 0; j < 3; j++) unfold(g[j], g[3 + j], g[6 + j], columns + j, 3);
                for (var i = 0; i < patch; i++)
                {
                    unfold(columns[3 * i], columns[3 * i + 1], columns[3 * i + 2], row, 1);
                    for (var j = 0; j < patch; j++) row[j].Store(to + (i * patch + j) * pitch);
                }
            }
    }

    /// <summary>G g, for a row or a column of a kernel.</summary>
    private delegate void UnfoldThree(Vector512<float> g0, Vector512<float> g1, Vector512<float> g2, Vector512<float>* to, int step);
}
