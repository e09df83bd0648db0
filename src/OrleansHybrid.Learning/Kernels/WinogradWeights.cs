using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace OrleansHybrid.Learning.Kernels;

/// <summary>
/// The transforms of 3x3 kernels, between (K, C, 3, 3) and a matrix (inputs, outputs) for each of sixteen positions, as
/// <see cref="PanelProduct"/> keeps them. Sixteen outputs are worked on at a time.
/// </summary>
internal static unsafe class WinogradWeights
{
    private const int Positions = WinogradShape.Positions, Width = PanelProduct.Width, Taps = 9;

    /// <summary>U = G g transposed(G).</summary>
    /// <param name="weight">(K, C, 3, 3), read.</param>
    /// <param name="to">For each position (C, K), written.</param>
    public static void Transform(WinogradShape shape, float* weight, float* to) =>
        Transform(shape.Inputs, shape.Outputs, weight, to, Taps, shape.Inputs * Taps, tap => tap);

    /// <summary>The same of the kernels that take a gradient back: turned by half a circle, from outputs to inputs.</summary>
    /// <param name="weight">(K, C, 3, 3), read.</param>
    /// <param name="to">For each position (K, C), written.</param>
    public static void TransformTurned(WinogradShape shape, float* weight, float* to) =>
        Transform(shape.Outputs, shape.Inputs, weight, to, shape.Inputs * Taps, Taps, tap => Taps - 1 - tap);

    /// <summary>dg = transposed(G) dU G, of the sums of dU over some chunks.</summary>
    /// <param name="sums">(chunks, position, C, K), read.</param>
    /// <param name="gradient">(K, C, 3, 3), written.</param>
    public static void TransformGradient(WinogradShape shape, float* sums, float* gradient)
    {
        var pitch = shape.Inputs * shape.Outputs;
        var u = stackalloc Vector512<float>[Positions];
        var taps = stackalloc float[Taps * Width];
        for (var k = 0; k < shape.Outputs; k += Width)
            for (var c = 0; c < shape.Inputs; c++)
            {
                var from = sums + (k * shape.Inputs + c * Width);
                for (var position = 0; position < Positions; position++)
                {
                    var sum = Load(from + position * pitch);
                    for (var chunk = 1; chunk < shape.Chunks; chunk++) sum += Load(from + (chunk * Positions + position) * pitch);
                    u[position] = sum;
                }

                // Columns first, in place; then the rows of what is left, (3, 4).
                for (var j = 0; j < 4; j++) (u[j], u[4 + j], u[8 + j]) = Fold(u[j], u[4 + j], u[8 + j], u[12 + j]);
                for (var i = 0; i < 3; i++)
                {
                    var (left, middle, right) = Fold(u[4 * i], u[4 * i + 1], u[4 * i + 2], u[4 * i + 3]);
                    left.Store(taps + 3 * i * Width);
                    middle.Store(taps + (3 * i + 1) * Width);
                    right.Store(taps + (3 * i + 2) * Width);
                }

                var to = gradient + (k * shape.Inputs + c) * Taps;
                for (var lane = 0; lane < Width; lane++, to += shape.Inputs * Taps)
                    for (var tap = 0; tap < Taps; tap++) to[tap] = taps[tap * Width + lane];
            }

        static (Vector512<float>, Vector512<float>, Vector512<float>) Fold(
            Vector512<float> u0, Vector512<float> u1, Vector512<float> u2, Vector512<float> u3)
        {
            var half = (u1 + u2) * 0.5f;
            return (u0 + half, (u1 - u2) * 0.5f, half + u3);
        }
    }

    /// <param name="inputStep">From a kernel to that of the next input.</param>
    /// <param name="outputStep">To that of the next output.</param>
    /// <param name="source">Where a number of the kernel comes from.</param>
    private static void Transform(int inputs, int outputs, float* weight, float* to, int inputStep, int outputStep, Func<int, int> source)
    {
        var pitch = inputs * outputs;
        var g = stackalloc Vector512<float>[Taps];
        var columns = stackalloc Vector512<float>[12];          // (4, 3)
        for (var output = 0; output < outputs; output += Width)
            for (var input = 0; input < inputs; input++, to += Width)
            {
                for (var tap = 0; tap < Taps; tap++)
                {
                    var from = weight + (input * inputStep + output * outputStep + source(tap));
                    for (var lane = 0; lane < Width; lane++) ((float*)(g + tap))[lane] = from[lane * outputStep];
                }

                for (var j = 0; j < 3; j++)
                    (columns[j], columns[3 + j], columns[6 + j], columns[9 + j]) = Unfold(g[j], g[3 + j], g[6 + j]);
                for (var i = 0; i < 4; i++)
                {
                    var (u0, u1, u2, u3) = Unfold(columns[3 * i], columns[3 * i + 1], columns[3 * i + 2]);
                    u0.Store(to + 4 * i * pitch);
                    u1.Store(to + (4 * i + 1) * pitch);
                    u2.Store(to + (4 * i + 2) * pitch);
                    u3.Store(to + (4 * i + 3) * pitch);
                }
            }

        static (Vector512<float>, Vector512<float>, Vector512<float>, Vector512<float>) Unfold(
            Vector512<float> g0, Vector512<float> g1, Vector512<float> g2)
        {
            var sum = g0 + g2;
            return (g0, (sum + g1) * 0.5f, (sum - g1) * 0.5f, g2);
        }
    }
}
