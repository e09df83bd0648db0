namespace OrleansHybrid.Learning.Kernels;

/// <summary>
/// A 3x3 convolution of channels-last float32 images, and its gradients (Winograd's algorithm; Lavin and Gray, arXiv 1509.09308).
/// Forward, F(2x2, 3x3) has four multiplications where a direct convolution has nine, and rounds about as that does. Backward,
/// F(4x4, 3x3) has 2.25, and is right to 2e-6 of a gradient's norm: much less than what one batch differs from another.
/// </summary>
internal static unsafe class WinogradConvolution
{
    [ThreadStatic]
    private static float[]? _scratch, _weights;

    /// <summary>y = x * w.</summary>
    /// <param name="x">(N, H, W, C), read.</param>
    /// <param name="weight">(K, C, 3, 3), read.</param>
    /// <param name="y">(N, H, W, K), written.</param>
    public static void Forward(WinogradShape shape, float* x, float* weight, float* y)
    {
        var weights = Room(ref _weights, shape.Positions * shape.Inputs * shape.Outputs);
        WinogradWeights.Transform(shape, weight, weights);
        KernelThreads.For(shape.Chunks, chunk =>
        {
            var patches = Scratch(shape);
            var products = patches + shape.PatchNumbers(shape.Inputs);
            ForEachBlock(shape, chunk, (first, count, rows) =>
            {
                WinogradTiles.TransformInput(shape, x, shape.Inputs, patches, first, count, rows);
                PanelProduct.Multiply(shape.Positions, patches, weights, products, rows, shape.Inputs, shape.Outputs);
                WinogradTiles.TransformOutput(shape, products, y, shape.Outputs, first, count, rows);
            });
        });
    }

    /// <summary>dx and dw, given dy, which is read once.</summary>
    /// <param name="x">(N, H, W, C), read.</param>
    /// <param name="weight">(K, C, 3, 3), read.</param>
    /// <param name="dy">(N, H, W, K), read.</param>
    /// <param name="dx">(N, H, W, C), written.</param>
    /// <param name="dw">(K, C, 3, 3), written.</param>
    public static void Gradients(WinogradShape shape, float* x, float* weight, float* dy, float* dx, float* dw)
    {
        shape = shape with { Side = 4 };
        var size = shape.Positions * shape.Inputs * shape.Outputs;
        var weights = Room(ref _weights, (1 + shape.Chunks) * size);
        var sums = weights + size;
        WinogradWeights.TransformTurned(shape, weight, weights);
        KernelThreads.For(shape.Chunks, chunk =>
        {
            var patches = Scratch(shape);
            var gradients = patches + shape.PatchNumbers(shape.Inputs);
            var own = sums + chunk * size;
            new Span<float>(own, size).Clear();
            ForEachBlock(shape, chunk, (first, count, rows) =>
            {
                WinogradWideTiles.TransformInput(shape, dy, shape.Outputs, gradients, first, count, rows);
                PanelProduct.Multiply(shape.Positions, gradients, weights, patches, rows, shape.Outputs, shape.Inputs);
                WinogradWideTiles.TransformOutput(shape, patches, dx, shape.Inputs, first, count, rows);

                // What is left of another block must not be summed, nor multiplied where it may be NaN.
                if (count < rows) new Span<float>(patches, shape.PatchNumbers(shape.Inputs) + shape.PatchNumbers(shape.Outputs)).Clear();
                WinogradWideTiles.TransformInput(shape, x, shape.Inputs, patches, first, count, rows);
                WinogradWideTiles.TransformGradient(shape, dy, shape.Outputs, gradients, first, count, rows);
                PanelProduct.AddTransposedProduct(shape.Positions, patches, gradients, own, shape.Inputs, rows, shape.Outputs);
            });
        });
        WinogradWeights.TransformGradient(shape, sums, dw);
    }

    /// <param name="work">Gets a block's first tile, how many it has, and that rounded up to a multiple of sixteen.</param>
    private static void ForEachBlock(WinogradShape shape, int chunk, Action<int, int, int> work)
    {
        for (var block = shape.FirstBlock(chunk); block < shape.FirstBlock(chunk + 1); block++)
        {
            var first = block * shape.Block;
            var count = Math.Min(shape.Block, shape.Tiles - first);
            work(first, count, (count + 15) / 16 * 16);
        }
    }

    /// <returns>Room for a block's patches of the inputs and of the outputs.</returns>
    private static float* Scratch(WinogradShape shape) =>
        Room(ref _scratch, shape.PatchNumbers(shape.Inputs) + shape.PatchNumbers(shape.Outputs));

    /// <returns>Room for so many numbers, from the beginning of a cache line; the same from call to call on a thread.</returns>
    private static float* Room(ref float[]? room, int numbers)
    {
        const int Line = 64;
        if (room is null || room.Length < numbers + Line / sizeof(float))
            room = GC.AllocateArray<float>(numbers + Line / sizeof(float), pinned: true);
        fixed (float* start = room) return (float*)(((nint)start + Line - 1) / Line * Line);
    }
}
