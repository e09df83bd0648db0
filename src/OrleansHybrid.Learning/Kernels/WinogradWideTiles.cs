using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace OrleansHybrid.Learning.Kernels;

/// <summary>
/// The transforms of <see cref="WinogradTiles"/>, for F(4x4, 3x3) (Lavin and Gray, arXiv 1509.09308, section 4.2) and for the gradient of
/// the kernels too. Its rounding errors are five to ten times as large. A patch does not fit in registers: half of the work goes by way of
/// the stack.
/// </summary>
internal static unsafe class WinogradWideTiles
{
    private const int Width = PanelProduct.Width, Interleaved = PanelProduct.Interleaved, Side = 4, Patch = 6;

    /// <summary>V = transposed(B) d B for the 6x6 patch d around each tile.</summary>
    /// <inheritdoc cref="WinogradTiles.TransformInput"/>
    public static void TransformInput(WinogradShape shape, float* image, int channels, float* patches, int first, int count, int rows)
    {
        var half = stackalloc Vector512<float>[Patch * Patch];
        for (var tile = 0; tile < count; tile++)
        {
            var at = new WinogradPlace(shape, first + tile);
            var (y, x) = (Side * at.Row - 1, Side * at.Column - 1);
            var (top, bottom) = (y < 0 ? 1 : 0, Math.Min(Patch, shape.Height - y));
            var isWhole = top == 0 && bottom == Patch;
            var below = shape.Width * channels;
            for (var channel = 0; channel < channels; channel += Width)
            {
                var corner = at.Pixel(image, channels) - below - channels + channel;
                for (var j = 0; j < Patch; j++)
                {
                    var to = half + j;
                    if ((uint)(x + j) >= (uint)shape.Width) Store(to, Patch, default, default, default, default, default, default);
                    else
                    {
                        var d = corner + j * channels;
                        if (isWhole)
                            Input(
                                Load(d),
                                Load(d + below),
                                Load(d + 2 * below),
                                Load(d + 3 * below),
                                Load(d + 4 * below),
                                Load(d + 5 * below),
                                to,
                                Patch);
                        else Input(At(d, 0), At(d, 1), At(d, 2), At(d, 3), At(d, 4), At(d, 5), to, Patch);
                    }
                }

                var patch = (Vector512<float>*)(patches + (channel / Width * rows + tile) * Interleaved);
                for (var row = half; row < half + Patch * Patch; row += Patch, patch += Patch)
                    Input(row[0], row[1], row[2], row[3], row[4], row[5], patch, 1);

                Vector512<float> At(float* column, int i) => i < top || i >= bottom ? default : Load(column + i * below);
            }
        }
    }

    /// <summary>Y = transposed(A) m A for each tile.</summary>
    /// <inheritdoc cref="WinogradTiles.TransformOutput"/>
    public static void TransformOutput(WinogradShape shape, float* patches, float* image, int channels, int first, int count, int rows)
    {
        var streamed = KernelTensor.IsStreamed((long)shape.Images * shape.Height * shape.Width * channels * sizeof(float));
        var half = stackalloc Vector512<float>[Side * Patch];
        for (var tile = 0; tile < count; tile++)
        {
            var at = new WinogradPlace(shape, first + tile);
            var (height, width) = (Math.Min(Side, shape.Height - Side * at.Row), Math.Min(Side, shape.Width - Side * at.Column));
            for (var channel = 0; channel < channels; channel += Width)
            {
                var patch = (Vector512<float>*)(patches + (channel / Width * rows + tile) * Interleaved);
                for (var j = 0; j < Patch; j++, patch++)
                    (half[j], half[Patch + j], half[2 * Patch + j], half[3 * Patch + j]) =
                        Output(patch[0], patch[Patch], patch[2 * Patch], patch[3 * Patch], patch[4 * Patch], patch[5 * Patch]);

                var to = at.Pixel(image, channels) + channel;
                var row = half;
                for (var i = 0; i < height; i++, row += Patch, to += shape.Width * channels)
                {
                    var (y0, y1, y2, y3) = Output(row[0], row[1], row[2], row[3], row[4], row[5]);
                    Float32.Store(y0, (Float32*)to, streamed);
                    if (width > 1) Float32.Store(y1, (Float32*)(to + channels), streamed);
                    if (width > 2) Float32.Store(y2, (Float32*)(to + 2 * channels), streamed);
                    if (width > 3) Float32.Store(y3, (Float32*)(to + 3 * channels), streamed);
                }
            }
        }
    }

    /// <summary>A y transposed(A) for each tile y: what <see cref="TransformOutput"/> does, transposed.</summary>
    /// <inheritdoc cref="TransformInput"/>
    public static void TransformGradient(WinogradShape shape, float* image, int channels, float* patches, int first, int count, int rows)
    {
        var half = stackalloc Vector512<float>[Patch * Side];
        for (var tile = 0; tile < count; tile++)
        {
            var at = new WinogradPlace(shape, first + tile);
            var (height, width) = (Math.Min(Side, shape.Height - Side * at.Row), Math.Min(Side, shape.Width - Side * at.Column));
            var below = shape.Width * channels;
            for (var channel = 0; channel < channels; channel += Width)
            {
                var corner = at.Pixel(image, channels) + channel;
                for (var j = 0; j < Side; j++)
                {
                    if (j >= width) Store(half + j, Side, default, default, default, default, default, default);
                    else Gradient(At(j, 0), At(j, 1), At(j, 2), At(j, 3), half + j, Side);
                }

                var patch = (Vector512<float>*)(patches + (channel / Width * rows + tile) * Interleaved);
                for (var row = half; row < half + Patch * Side; row += Side, patch += Patch)
                    Gradient(row[0], row[1], row[2], row[3], patch, 1);

                Vector512<float> At(int j, int i) => i < height ? Load(corner + i * below + j * channels) : default;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Input(
        Vector512<float> d0, Vector512<float> d1, Vector512<float> d2, Vector512<float> d3, Vector512<float> d4, Vector512<float> d5,
        Vector512<float>* to, int step)
    {
        var (four, five) = (Create(4f), Create(5f));
        var (a, b) = (FusedMultiplyAdd(-four, d2, d4), FusedMultiplyAdd(-four, d1, d3));
        var (c, e) = (d4 - d2, d3 - d1);
        e += e;
        Store(
            to,
            step,
            FusedMultiplyAdd(four, d0, FusedMultiplyAdd(-five, d2, d4)),
            a + b,
            a - b,
            c + e,
            c - e,
            FusedMultiplyAdd(four, d1, FusedMultiplyAdd(-five, d3, d5)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float>, Vector512<float>, Vector512<float>, Vector512<float>) Output(
        Vector512<float> m0, Vector512<float> m1, Vector512<float> m2, Vector512<float> m3, Vector512<float> m4, Vector512<float> m5)
    {
        var (s, d, u, v) = (m1 + m2, m1 - m2, m3 + m4, m3 - m4);
        return (
            m0 + s + u, FusedMultiplyAdd(Create(2f), v, d), FusedMultiplyAdd(Create(4f), u, s), FusedMultiplyAdd(Create(8f), v, d) + m5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Gradient(
        Vector512<float> y0, Vector512<float> y1, Vector512<float> y2, Vector512<float> y3, Vector512<float>* to, int step)
    {
        var (even, odd) = (y0 + y2, y1 + y3);
        var (even2, odd2) = (FusedMultiplyAdd(Create(4f), y2, y0), FusedMultiplyAdd(Create(8f), y3, y1 + y1));
        Store(to, step, y0, even + odd, even - odd, even2 + odd2, even2 - odd2, y3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(
        Vector512<float>* to, int step, Vector512<float> v0, Vector512<float> v1, Vector512<float> v2, Vector512<float> v3,
        Vector512<float> v4, Vector512<float> v5)
    {
        to[0] = v0;
        to[step] = v1;
        to[2 * step] = v2;
        to[3 * step] = v3;
        to[4 * step] = v4;
        to[5 * step] = v5;
    }
}
