using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OrleansHybrid.Kernels.Lanes;
using OrleansHybrid.Kernels.Memory;

namespace OrleansHybrid.Kernels.Winograd;

/// <summary>
/// The transforms of Winograd's F(2x2, 3x3) (Lavin and Gray, arXiv 1509.09308, section 4.1) between channels-last images and a
/// block's patches: a matrix (tiles, channels) for each of sixteen positions, interleaved as <see cref="MatrixProducts"/> has them.
/// </summary>
internal static class WinogradTiles<V>
    where V : unmanaged, ILanes<V>
{
    // From a position of a 4x4 patch to the one on the right, and to the one below.
    private const int Right = Panel.Width, Below = 4 * Panel.Width;

    private static readonly float[] Zeros = GC.AllocateArray<float>(Panel.Width, pinned: true);

    /// <summary>V = transposed(B) d B for the 4x4 patch d around each tile; beyond the image there are zeros.</summary>
    /// <param name="image">(N, H, W, channels), read.</param>
    /// <param name="patches">Of the block, written.</param>
    public static void TransformInput(TileBlock block, ReadOnlySpan<float> image, int channels, Span<float> patches)
    {
        var shape = block.Shape;
        ref var zeros = ref MemoryMarshal.GetArrayDataReference(Zeros);
        for (int done = 0, run; done < block.Count; done += run)
        {
            var at = block.Place(done);
            run = Math.Min(block.Count - done, shape.TileColumns - at.Column);
            for (var channel = 0; channel < channels; channel += V.Count)
            {
                // Rows beyond the image are read from a vector of zeros, over and over. The second is always within.
                ref var origin = ref Unsafe.Add(
                    ref MemoryMarshal.GetReference(image), ((nint)at.Image * shape.Height + 2 * at.Row) * shape.Width * channels + channel);
                var pixels = (nint)shape.Width * channels;
                var (hasAbove, rowsBelow) = (at.Row > 0, shape.Height - 2 * at.Row);
                nint step0 = hasAbove ? channels : 0, step2 = rowsBelow > 1 ? channels : 0, step3 = rowsBelow > 2 ? channels : 0;
                ref var row0 = ref hasAbove ? ref Unsafe.Add(ref origin, -pixels) : ref zeros;
                ref var row2 = ref rowsBelow > 1 ? ref Unsafe.Add(ref origin, pixels) : ref zeros;
                ref var row3 = ref rowsBelow > 2 ? ref Unsafe.Add(ref origin, 2 * pixels) : ref zeros;

                nint x = 2 * at.Column;
                var a = x == 0 ? default
                    : Column(ref row0, ref origin, ref row2, ref row3, x - 1, channels, step0, step2, step3);
                var b = Column(ref row0, ref origin, ref row2, ref row3, x, channels, step0, step2, step3);
                ref var to = ref Unsafe.Add(ref MemoryMarshal.GetReference(patches), block.Patch(done, channel));
                for (var tile = 0; tile < run; tile++, x += 2, to = ref Unsafe.Add(ref to, MatrixProducts.Interleaved))
                {
                    var c = x + 1 < shape.Width
                        ? Column(ref row0, ref origin, ref row2, ref row3, x + 1, channels, step0, step2, step3)
                        : default;
                    (a - c).Store(ref to, Below);
                    (b + c).Store(ref Unsafe.Add(ref to, Right), Below);
                    (c - b).Store(ref Unsafe.Add(ref to, 2 * Right), Below);
                    a = c;
                    var d = x + 2 < shape.Width
                        ? Column(ref row0, ref origin, ref row2, ref row3, x + 2, channels, step0, step2, step3)
                        : default;
                    (b - d).Store(ref Unsafe.Add(ref to, 3 * Right), Below);
                    b = d;
                }
            }
        }
    }

    /// <summary>Y = transposed(A) m A for each tile.</summary>
    /// <param name="patches">Of the block, read.</param>
    /// <param name="image">(N, H, W, channels), written where the tiles are.</param>
    public static void TransformOutput(TileBlock block, ReadOnlySpan<float> patches, Span<float> image, int channels)
    {
        var shape = block.Shape;
        var streamed = Streaming.Pays(image, V.Count);
        for (int done = 0, run; done < block.Count; done += run)
        {
            var at = block.Place(done);
            run = Math.Min(block.Count - done, shape.TileColumns - at.Column);
            var hasLower = 2 * at.Row + 1 < shape.Height;
            for (var channel = 0; channel < channels; channel += V.Count)
            {
                ref var from = ref Unsafe.Add(ref MemoryMarshal.GetReference(patches), block.Patch(done, channel));
                ref var upper = ref Unsafe.Add(ref MemoryMarshal.GetReference(image), at.Pixel(channels) + channel);
                for (var tile = 0; tile < run; tile++)
                {
                    var (y0, z0) = Column(ref from);
                    var (y1, z1) = Column(ref Unsafe.Add(ref from, Right));
                    var (y2, z2) = Column(ref Unsafe.Add(ref from, 2 * Right));
                    var (y3, z3) = Column(ref Unsafe.Add(ref from, 3 * Right));
                    var hasRight = 2 * (at.Column + tile) + 1 < shape.Width;
                    Streaming.Store(y0 + y1 + y2, ref upper, streamed);
                    if (hasRight) Streaming.Store(y1 - y2 - y3, ref Unsafe.Add(ref upper, channels), streamed);
                    if (hasLower)
                    {
                        ref var lower = ref Unsafe.Add(ref upper, (nint)shape.Width * channels);
                        Streaming.Store(z0 + z1 + z2, ref lower, streamed);
                        if (hasRight) Streaming.Store(z1 - z2 - z3, ref Unsafe.Add(ref lower, channels), streamed);
                    }

                    from = ref Unsafe.Add(ref from, MatrixProducts.Interleaved);
                    upper = ref Unsafe.Add(ref upper, 2 * channels);
                }
            }
        }
    }

    /// <summary>A column of d, multiplied by transposed(B).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static FourVectors<V> Column(
        ref float row0, ref float row1, ref float row2, ref float row3, nint x, nint step1, nint step0, nint step2, nint step3)
    {
        var d0 = V.Load(in Unsafe.Add(ref row0, x * step0));
        var d1 = V.Load(in Unsafe.Add(ref row1, x * step1));
        var d2 = V.Load(in Unsafe.Add(ref row2, x * step2));
        var d3 = V.Load(in Unsafe.Add(ref row3, x * step3));
        return new(d0 - d2, d1 + d2, d2 - d1, d1 - d3);
    }

    /// <summary>A column of m, multiplied by transposed(A).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V Upper, V Lower) Column(ref float m)
    {
        var (m1, m2) = (V.Load(in Unsafe.Add(ref m, Below)), V.Load(in Unsafe.Add(ref m, 2 * Below)));
        return (V.Load(in m) + m1 + m2, m1 - m2 - V.Load(in Unsafe.Add(ref m, 3 * Below)));
    }
}
