namespace OrleansHybrid.Learning.Kernels;

/// <summary>
/// A 3x3 convolution of channels-last float32 images and its gradients with four multiplications in place of nine, by
/// Winograd's F(2x2, 3x3) (Lavin and Gray, arXiv 1509.09308). Rounds about as a direct convolution does.
/// </summary>
internal static unsafe class WinogradConvolution
{
    private const int Positions = WinogradShape.Positions;

    [ThreadStatic]
    private static float[]? _scratch, _weights;

    /// <summary>y = x * w.</summary>
    /// <param name="x">(N, H, W, C), read.</param>
    /// <param name="weight">(K, C, 3, 3), read.</param>
    /// <param name="y">(N, H, W, K), written.</param>
    public static void Forward(WinogradShape shape, float* x, float* weight, float* y)
    {
        var transformed = Room(ref _weights, Positions * shape.Inputs * shape.Outputs);
        WinogradWeights.Transform(shape, weight, transformed);
        Convolve(shape, x, transformed, y);
    }

    /// <summary>dx, given dy.</summary>
    /// <param name="dy">(N, H, W, K), read.</param>
    /// <param name="weight">(K, C, 3, 3), read.</param>
    /// <param name="dx">(N, H, W, C), written.</param>
    public static void InputGradient(WinogradShape shape, float* dy, float* weight, float* dx)
    {
        var transformed = Room(ref _weights, Positions * shape.Inputs * shape.Outputs);
        WinogradWeights.TransformTurned(shape, weight, transformed);
        Convolve(shape.Backward(), dy, transformed, dx);
    }

    /// <summary>dw, given dy.</summary>
    /// <param name="x">(N, H, W, C), read.</param>
    /// <param name="dy">(N, H, W, K), read.</param>
    /// <param name="dw">(K, C, 3, 3), written.</param>
    public static void WeightGradient(WinogradShape shape, float* x, float* dy, float* dw)
    {
        var size = Positions * shape.Inputs * shape.Outputs;
        var sums = Room(ref _weights, shape.Chunks * size);
        KernelThreads.For(shape.Chunks, chunk =>
        {
            var (pitchIn, pitchOut) = (shape.PositionPitch(shape.Inputs), shape.PositionPitch(shape.Outputs));
            var patches = Room(ref _scratch, Positions * (pitchIn + pitchOut));
            var gradients = patches + Positions * pitchIn;
            var own = sums + chunk * size;
            new Span<float>(own, size).Clear();
            ForEachBlock(shape, chunk, (first, count, rows) =>
            {
                if (count < rows) new Span<float>(patches, Positions * (pitchIn + pitchOut)).Clear();
                WinogradTiles.TransformInput(shape, x, shape.Inputs, patches, first, count, rows, pitchIn);
                WinogradTiles.TransformGradient(shape, dy, shape.Outputs, gradients, first, count, rows, pitchOut);
                for (var position = 0; position < Positions; position++)
                    PanelProduct.AddTransposedProduct(
                        patches + position * pitchIn,
                        gradients + position * pitchOut,
                        own + position * shape.Inputs * shape.Outputs,
                        shape.Inputs,
                        rows,
                        shape.Outputs);
            });
        });
        WinogradWeights.TransformGradient(shape, sums, dw);
    }

    private static void Convolve(WinogradShape shape, float* x, float* weights, float* y) => KernelThreads.For(shape.Chunks, chunk =>
    {
        var (pitchIn, pitchOut) = (shape.PositionPitch(shape.Inputs), shape.PositionPitch(shape.Outputs));
        var patches = Room(ref _scratch, Positions * (pitchIn + pitchOut));
        var products = patches + Positions * pitchIn;
        ForEachBlock(shape, chunk, (first, count, rows) =>
        {
            WinogradTiles.TransformInput(shape, x, shape.Inputs, patches, first, count, rows, pitchIn);
            for (var position = 0; position < Positions; position++)
                PanelProduct.Multiply(
                    patches + position * pitchIn,
                    weights + position * shape.Inputs * shape.Outputs,
                    products + position * pitchOut,
                    rows,
                    shape.Inputs,
                    shape.Outputs);
            WinogradTiles.TransformOutput(shape, products, y, shape.Outputs, first, count, rows, pitchOut);
        });
    });

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

    /// <returns>Room for so many numbers, from the beginning of a cache line; the same from call to call on a thread.</returns>
    private static float* Room(ref float[]? room, int numbers)
    {
        const int Line = 64;
        if (room is null || room.Length < numbers + Line / sizeof(float)) room = GC.AllocateArray<float>(numbers + Line / sizeof(float), pinned: true);
        fixed (float* start = room) return (float*)(((nint)start + Line - 1) / Line * Line);
    }
}
