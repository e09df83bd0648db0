using OrleansHybrid.Kernels.Lanes;
using OrleansHybrid.Kernels.Memory;

namespace OrleansHybrid.Kernels.Winograd;

/// <summary>
/// A 3x3 convolution of channels-last float32 images, and its gradients (Winograd's algorithm; Lavin and Gray, arXiv 1509.09308).
/// Forward, F(2x2, 3x3) has four multiplications where a direct convolution has nine, and rounds about as that does. Backward,
/// F(4x4, 3x3) has 2.25, and is right to 2e-6 of a gradient's norm: much less than what one batch differs from another.
/// </summary>
internal static class WinogradConvolution<V>
    where V : unmanaged, ILanes<V>
{
    [ThreadStatic]
    private static float[]? _inputs, _outputs, _weights;

    /// <summary>y = x * w.</summary>
    /// <param name="x">(N, H, W, C), read.</param>
    /// <param name="weight">(K, C, 3, 3), read.</param>
    /// <param name="y">(N, H, W, K), written.</param>
    public static void Forward(WinogradShape shape, Numbers<float> x, ReadOnlySpan<float> weight, Numbers<float> y, int threads)
    {
        var weights = Room.For(ref _weights, shape.WeightNumbers);
        WinogradWeights<V>.Transform(shape, weight, weights.Span);
        Chunks.ForEach(shape.Chunks, threads, chunk =>
        {
            var patches = Room.For(ref _inputs, shape.PatchNumbers(shape.Inputs)).Span;
            var products = Room.For(ref _outputs, shape.PatchNumbers(shape.Outputs)).Span;
            foreach (var block in shape.BlocksOf(chunk))
            {
                WinogradTiles<V>.TransformInput(block, x.Span, shape.Inputs, patches);
                block.Products(shape.Inputs, shape.Outputs).Multiply<V>(patches, weights.Span, products);
                WinogradTiles<V>.TransformOutput(block, products, y.Span, shape.Outputs);
            }
        });
    }

    /// <summary>dx and dw, given dy, which is read once.</summary>
    /// <param name="x">(N, H, W, C), read.</param>
    /// <param name="weight">(K, C, 3, 3), read.</param>
    /// <param name="dy">(N, H, W, K), read.</param>
    /// <param name="dx">(N, H, W, C), written.</param>
    /// <param name="dw">(K, C, 3, 3), written.</param>
    public static void Gradients(
        WinogradShape shape, Numbers<float> x, ReadOnlySpan<float> weight, Numbers<float> dy, Numbers<float> dx, Span<float> dw,
        int threads)
    {
        var room = Room.For(ref _weights, (1 + shape.Chunks) * shape.WeightNumbers);
        WinogradWeights<V>.TransformTurned(shape, weight, room.Span[..shape.WeightNumbers]);
        Chunks.ForEach(shape.Chunks, threads, chunk =>
        {
            var patches = Room.For(ref _inputs, shape.PatchNumbers(shape.Inputs)).Span;
            var gradients = Room.For(ref _outputs, shape.PatchNumbers(shape.Outputs)).Span;
            var weights = room.Span[..shape.WeightNumbers];
            var sums = room.Span.Slice((1 + chunk) * shape.WeightNumbers, shape.WeightNumbers);
            sums.Clear();
            foreach (var block in shape.BlocksOf(chunk))
            {
                WinogradWideTiles<V>.TransformInput(block, dy.Span, shape.Outputs, gradients);
                block.Products(shape.Outputs, shape.Inputs).Multiply<V>(gradients, weights, patches);
                WinogradWideTiles<V>.TransformOutput(block, patches, dx.Span, shape.Inputs);

                // What is left of another block must not be summed, nor multiplied where it may be NaN.
                if (block.Count < block.Rows)
                {
                    patches.Clear();
                    gradients.Clear();
                }

                WinogradWideTiles<V>.TransformInput(block, x.Span, shape.Inputs, patches);
                WinogradWideTiles<V>.TransformGradient(block, dy.Span, shape.Outputs, gradients);
                block.Sums.AddTransposed<V>(patches, gradients, sums);
            }
        });
        WinogradWeights<V>.TransformGradient(shape, room.Span[shape.WeightNumbers..], dw);
    }
}
