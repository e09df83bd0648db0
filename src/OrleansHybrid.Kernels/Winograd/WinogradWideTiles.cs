using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OrleansHybrid.Kernels.Lanes;
using OrleansHybrid.Kernels.Memory;

namespace OrleansHybrid.Kernels.Winograd;

/// <summary>
/// The transforms of <see cref="WinogradTiles{V}"/>, for F(4x4, 3x3) (Lavin and Gray, arXiv 1509.09308, section 4.2) and for the
/// gradient of the kernels too. Its rounding errors are five to ten times as large. A patch does not fit in registers: half of the work
/// goes by way of the stack.
/// </summary>
internal static class WinogradWideTiles<V>
    where V : unmanaged, ILanes<V>
{
    private const int Side = 4, Patch = 6, Right = Panel.Width;

    /// <summary>V = transposed(B) d B for the 6x6 patch d around each tile.</summary>
    /// <inheritdoc cref="WinogradTiles{V}.TransformInput"/>
    public static void TransformInput(TileBlock block, ReadOnlySpan<float> image, int channels, Span<float> patches)
    {
        var shape = block.Shape;
        Span<V> room = stackalloc V[Patch * Patch];
        ref var half = ref MemoryMarshal.GetReference(room);
        var below = (nint)shape.Width * channels;
        for (var tile = 0; tile < block.Count; tile++)
        {
            var at = block.Place(tile);
            var (y, x) = (Side * at.Row - 1, Side * at.Column - 1);
            var (top, bottom) = (y < 0 ? 1 : 0, Math.Min(Patch, shape.Height - y));
            var isWhole = top == 0 && bottom == Patch;
            ref var corner = ref Unsafe.Add(ref MemoryMarshal.GetReference(image), at.Pixel(channels) - below - channels);
            for (var channel = 0; channel < channels; channel += V.Count)
            {
                for (var j = 0; j < Patch; j++)
                {
                    ref var to = ref Unsafe.Add(ref half, j);
                    ref var d = ref Unsafe.Add(ref corner, (nint)j * channels + channel);
                    if ((uint)(x + j) >= (uint)shape.Width) Clear(ref to, Patch);
                    else if (isWhole)
                        Input(
                            V.Load(in d),
                            V.Load(in Unsafe.Add(ref d, below)),
                            V.Load(in Unsafe.Add(ref d, 2 * below)),
                            V.Load(in Unsafe.Add(ref d, 3 * below)),
                            V.Load(in Unsafe.Add(ref d, 4 * below)),
                            V.Load(in Unsafe.Add(ref d, 5 * below))).Store(ref to, Patch);
                    else
                        Input(
                            Within(ref d, 0, below, top, bottom),
                            Within(ref d, 1, below, top, bottom),
                            Within(ref d, 2, below, top, bottom),
                            Within(ref d, 3, below, top, bottom),
                            Within(ref d, 4, below, top, bottom),
                            Within(ref d, 5, below, top, bottom)).Store(ref to, Patch);
                }

                ref var patch = ref Unsafe.Add(ref MemoryMarshal.GetReference(patches), block.Patch(tile, channel));
                ref var row = ref half;
                for (var i = 0; i < Patch; i++)
                {
                    Input(
                        row, Unsafe.Add(ref row, 1), Unsafe.Add(ref row, 2), Unsafe.Add(ref row, 3), Unsafe.Add(ref row, 4),
                        Unsafe.Add(ref row, 5)).Store(ref patch, Right);
                    row = ref Unsafe.Add(ref row, Patch);
                    patch = ref Unsafe.Add(ref patch, Patch * Right);
                }
            }
        }
    }

    /// <summary>Y = transposed(A) m A for each tile.</summary>
    /// <inheritdoc cref="WinogradTiles{V}.TransformOutput"/>
    public static void TransformOutput(TileBlock block, ReadOnlySpan<float> patches, Span<float> image, int channels)
    {
        var shape = block.Shape;
        Span<V> room = stackalloc V[Side * Patch];
        ref var half = ref MemoryMarshal.GetReference(room);
        var streamed = Streaming.Pays(image, V.Count);
        for (var tile = 0; tile < block.Count; tile++)
        {
            var at = block.Place(tile);
            var (height, width) = (Math.Min(Side, shape.Height - Side * at.Row), Math.Min(Side, shape.Width - Side * at.Column));
            for (var channel = 0; channel < channels; channel += V.Count)
            {
                ref var patch = ref Unsafe.Add(ref MemoryMarshal.GetReference(patches), block.Patch(tile, channel));
                for (var j = 0; j < Patch; j++, patch = ref Unsafe.Add(ref patch, Right))
                {
                    var (y0, y1, y2, y3) = Output(
                        V.Load(in patch),
                        V.Load(in Unsafe.Add(ref patch, Patch * Right)),
                        V.Load(in Unsafe.Add(ref patch, 2 * Patch * Right)),
                        V.Load(in Unsafe.Add(ref patch, 3 * Patch * Right)),
                        V.Load(in Unsafe.Add(ref patch, 4 * Patch * Right)),
                        V.Load(in Unsafe.Add(ref patch, 5 * Patch * Right)));
                    ref var column = ref Unsafe.Add(ref half, j);
                    column = y0;
                    Unsafe.Add(ref column, Patch) = y1;
                    Unsafe.Add(ref column, 2 * Patch) = y2;
                    Unsafe.Add(ref column, 3 * Patch) = y3;
                }

                ref var to = ref Unsafe.Add(ref MemoryMarshal.GetReference(image), at.Pixel(channels) + channel);
                ref var row = ref half;
                for (var i = 0; i < height; i++)
                {
                    var (y0, y1, y2, y3) = Output(
                        row, Unsafe.Add(ref row, 1), Unsafe.Add(ref row, 2), Unsafe.Add(ref row, 3), Unsafe.Add(ref row, 4),
                        Unsafe.Add(ref row, 5));
                    Streaming.Store(y0, ref to, streamed);
                    if (width > 1) Streaming.Store(y1, ref Unsafe.Add(ref to, channels), streamed);
                    if (width > 2) Streaming.Store(y2, ref Unsafe.Add(ref to, 2 * channels), streamed);
                    if (width > 3) Streaming.Store(y3, ref Unsafe.Add(ref to, 3 * channels), streamed);
                    row = ref Unsafe.Add(ref row, Patch);
                    to = ref Unsafe.Add(ref to, (nint)shape.Width * channels);
                }
            }
        }
    }

    /// <summary>A y transposed(A) for each tile y: what <see cref="TransformOutput"/> does, transposed.</summary>
    /// <inheritdoc cref="TransformInput"/>
    public static void TransformGradient(TileBlock block, ReadOnlySpan<float> image, int channels, Span<float> patches)
    {
        var shape = block.Shape;
        Span<V> room = stackalloc V[Patch * Side];
        ref var half = ref MemoryMarshal.GetReference(room);
        var below = (nint)shape.Width * channels;
        for (var tile = 0; tile < block.Count; tile++)
        {
            var at = block.Place(tile);
            var (height, width) = (Math.Min(Side, shape.Height - Side * at.Row), Math.Min(Side, shape.Width - Side * at.Column));
            for (var channel = 0; channel < channels; channel += V.Count)
            {
                ref var corner = ref Unsafe.Add(ref MemoryMarshal.GetReference(image), at.Pixel(channels) + channel);
                for (var j = 0; j < Side; j++)
                {
                    ref var to = ref Unsafe.Add(ref half, j);
                    ref var y = ref Unsafe.Add(ref corner, (nint)j * channels);
                    if (j >= width) Clear(ref to, Side);
                    else
                        Gradient(
                            V.Load(in y), Within(ref y, 1, below, 0, height), Within(ref y, 2, below, 0, height),
                            Within(ref y, 3, below, 0, height)).Store(ref to, Side);
                }

                ref var patch = ref Unsafe.Add(ref MemoryMarshal.GetReference(patches), block.Patch(tile, channel));
                ref var row = ref half;
                for (var i = 0; i < Patch; i++)
                {
                    Gradient(row, Unsafe.Add(ref row, 1), Unsafe.Add(ref row, 2), Unsafe.Add(ref row, 3)).Store(ref patch, Right);
                    row = ref Unsafe.Add(ref row, Side);
                    patch = ref Unsafe.Add(ref patch, Patch * Right);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Within(ref float column, int row, nint below, int top, int bottom) =>
        row < top || row >= bottom ? default : V.Load(in Unsafe.Add(ref column, row * below));

    private static void Clear(ref V to, int step)
    {
        for (var i = 0; i < Patch; i++) Unsafe.Add(ref to, i * step) = default;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static SixVectors<V> Input(V d0, V d1, V d2, V d3, V d4, V d5)
    {
        var (four, minusFour, minusFive) = (V.Of(4), V.Of(-4), V.Of(-5));
        var (a, b) = (V.FusedMultiplyAdd(minusFour, d2, d4), V.FusedMultiplyAdd(minusFour, d1, d3));
        var (c, e) = (d4 - d2, d3 - d1);
        e += e;
        return new(
            V.FusedMultiplyAdd(four, d0, V.FusedMultiplyAdd(minusFive, d2, d4)),
            a + b,
            a - b,
            c + e,
            c - e,
            V.FusedMultiplyAdd(four, d1, V.FusedMultiplyAdd(minusFive, d3, d5)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V, V, V, V) Output(V m0, V m1, V m2, V m3, V m4, V m5)
    {
        var (s, d, u, v) = (m1 + m2, m1 - m2, m3 + m4, m3 - m4);
        return (
            m0 + s + u, V.FusedMultiplyAdd(V.Of(2), v, d), V.FusedMultiplyAdd(V.Of(4), u, s), V.FusedMultiplyAdd(V.Of(8), v, d) + m5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static SixVectors<V> Gradient(V y0, V y1, V y2, V y3)
    {
        var (even, odd) = (y0 + y2, y1 + y3);
        var (even2, odd2) = (V.FusedMultiplyAdd(V.Of(4), y2, y0), V.FusedMultiplyAdd(V.Of(8), y3, y1 + y1));
        return new(y0, even + odd, even - odd, even2 + odd2, even2 - odd2, y3);
    }
}
