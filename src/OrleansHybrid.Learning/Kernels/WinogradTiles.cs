using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace OrleansHybrid.Learning.Kernels;

/// <summary>
/// The transforms of Winograd's F(2x2, 3x3) (Lavin and Gray, arXiv 1509.09308, section 4.1) between channels-last images and a
/// block's patches: a matrix (tiles, channels) for each of sixteen positions, interleaved as <see cref="PanelProduct"/> has them.
/// </summary>
internal static unsafe class WinogradTiles
{
    private const int Width = PanelProduct.Width, Interleaved = PanelProduct.Interleaved;

    // From a position of a 4x4 patch to the one below.
    private const int Below = 4 * Width;

    private static readonly float* Zeros = (float*)NativeMemory.AllocZeroed(Width, sizeof(float));

    /// <summary>V = transposed(B) d B for the 4x4 patch d around each tile; beyond the image there are zeros.</summary>
    /// <param name="image">(N, H, W, channels), read.</param>
    /// <param name="patches">Written.</param>
    /// <param name="first">Tile.</param>
    /// <param name="count">Of tiles.</param>
    /// <param name="rows">Tiles that a panel has room for.</param>
    public static void TransformInput(
        WinogradShape shape, float* image, int channels, float* patches, int first, int count, int rows)
    {
        for (int done = 0, run; done < count; done += run)
        {
            var at = new WinogradPlace(shape, first + done);
            run = Math.Min(count - done, shape.TileColumns - at.Column);
            for (var channel = 0; channel < channels; channel += Width)
            {
                // Rows beyond the image are read from a vector of zeros, over and over.
                var origin = image + ((long)at.Image * shape.Height * shape.Width * channels + channel);
                int y = 2 * at.Row - 1, pixels = shape.Width * channels;
                int step0 = Step(y), step1 = Step(y + 1), step2 = Step(y + 2), step3 = Step(y + 3);
                float* row0 = Row(y), row1 = Row(y + 1), row2 = Row(y + 2), row3 = Row(y + 3);
                var x = 2 * at.Column - 1;
                Four a = Column(x), b = Column(x + 1);
                var to = patches + (channel / Width * rows + done) * Interleaved;
                for (var tile = 0; tile < run; tile++, to += Interleaved)
                {
                    Four c = Column(x + 2), d = Column(x + 3);
                    (a - c).Store(to);
                    (b + c).Store(to + Width);
                    (c - b).Store(to + 2 * Width);
                    (b - d).Store(to + 3 * Width);
                    (a, b, x) = (c, d, x + 2);
                }

                int Step(int row) => (uint)row < (uint)shape.Height ? channels : 0;
                float* Row(int row) => (uint)row < (uint)shape.Height ? origin + (long)row * pixels : Zeros;

                [MethodImpl(MethodImplOptions.AggressiveInlining)]
                Four Column(int x)
                {
                    if ((uint)x >= (uint)shape.Width) return default;
                    var (d0, d1, d2, d3) = (Load(row0 + x * step0), Load(row1 + x * step1), Load(row2 + x * step2), Load(row3 + x * step3));
                    return new(d0 - d2, d1 + d2, d2 - d1, d1 - d3);
                }
            }
        }
    }

    /// <summary>Y = transposed(A) m A for each tile.</summary>
    /// <param name="patches">Read.</param>
    /// <param name="image">(N, H, W, channels), written where the tiles are.</param>
    /// <inheritdoc cref="TransformInput"/>
    public static void TransformOutput(
        WinogradShape shape, float* patches, float* image, int channels, int first, int count, int rows)
    {
        var streamed = KernelTensor.IsStreamed((long)shape.Images * shape.Height * shape.Width * channels * sizeof(float));
        for (int done = 0, run; done < count; done += run)
        {
            var at = new WinogradPlace(shape, first + done);
            run = Math.Min(count - done, shape.TileColumns - at.Column);
            for (var channel = 0; channel < channels; channel += Width)
            {
                var from = patches + (channel / Width * rows + done) * Interleaved;
                var hasLower = 2 * at.Row + 1 < shape.Height;
                float* upper = at.Pixel(image, channels) + channel, lower = upper + (long)shape.Width * channels;
                for (var tile = 0; tile < run; tile++, from += Interleaved, upper += 2 * channels, lower += 2 * channels)
                {
                    var (y0, z0) = Column(from);
                    var (y1, z1) = Column(from + Width);
                    var (y2, z2) = Column(from + 2 * Width);
                    var (y3, z3) = Column(from + 3 * Width);
                    var hasRight = 2 * (at.Column + tile) + 1 < shape.Width;
                    Float32.Store(y0 + y1 + y2, (Float32*)upper, streamed);
                    if (hasRight) Float32.Store(y1 - y2 - y3, (Float32*)(upper + channels), streamed);
                    if (!hasLower) continue;
                    Float32.Store(z0 + z1 + z2, (Float32*)lower, streamed);
                    if (hasRight) Float32.Store(z1 - z2 - z3, (Float32*)(lower + channels), streamed);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static (Vector512<float> Upper, Vector512<float> Lower) Column(float* m)
        {
            var (m1, m2) = (Load(m + Below), Load(m + 2 * Below));
            return (Load(m) + m1 + m2, m1 - m2 - Load(m + 3 * Below));
        }
    }

    /// <summary>A column of a patch, in four registers; what is not inlined spills them.</summary>
    private readonly struct Four(Vector512<float> v0, Vector512<float> v1, Vector512<float> v2, Vector512<float> v3)
    {
        private readonly Vector512<float> _0 = v0, _1 = v1, _2 = v2, _3 = v3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Store(float* to)
        {
            _0.Store(to);
            _1.Store(to + Below);
            _2.Store(to + 2 * Below);
            _3.Store(to + 3 * Below);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Four operator +(Four x, Four y) => new(x._0 + y._0, x._1 + y._1, x._2 + y._2, x._3 + y._3);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Four operator -(Four x, Four y) => new(x._0 - y._0, x._1 - y._1, x._2 - y._2, x._3 - y._3);
    }
}
