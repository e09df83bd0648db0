using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Kernels;

/// <summary><see cref="WinogradConvolution"/> as a node of Torch's graph.</summary>
internal sealed unsafe class WinogradConvolutionFunction : autograd.SingleTensorFunction<WinogradConvolutionFunction>
{
    private const string ShapeKey = "shape";

    // As in BatchNormReluFunction: the wrappers of what a node returned go when the next one is called.
    [ThreadStatic]
    private static Tensor[]? _returned;

    public override string Name => nameof(WinogradConvolution);

    /// <param name="x">(N, C, H, W), channels last.</param>
    /// <param name="weight">(K, C, 3, 3), contiguous.</param>
    /// <returns>(N, K, H, W), channels last.</returns>
    public static Tensor Apply(WinogradShape shape, Tensor x, Tensor weight)
    {
        // The function keeps an empty tensor beside each result; with the scope its memory goes.
        using var scope = NewDisposeScope();
        return (is_grad_enabled() ? apply(x, weight, shape) : Convolved(shape, x, weight)).MoveToOuterDisposeScope();
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, weight, shape) = ((Tensor)vars[0], (Tensor)vars[1], (WinogradShape)vars[2]);
        ctx.save_for_backward([x, weight]);
        ctx.save_data(ShapeKey, shape);
        return Convolved(shape, x, weight);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        foreach (var tensor in _returned ?? []) tensor.Dispose();
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (x, weight, shape) = (saved[0], saved[1], (WinogradShape)ctx.get_data(ShapeKey));
        var (dx, dw) = (KernelTensor.ChannelsLast(shape.Images, shape.Inputs, shape.Height, shape.Width, x.dtype), empty_like(weight));
        WinogradConvolution.Gradients(
            shape, (float*)x
                .Address(), (float*)weight
                .Start(), (float*)grad_output
                .Address(x.dtype), (float*)dx
                .Address(), (float*)dw
                .Start());
        _returned = [dx.DetachFromDisposeScope(), dw.DetachFromDisposeScope()];
        grad_output.Dispose();
        ctx.Dispose();
        return [dx, dw, null!];
    }

    private static Tensor Convolved(WinogradShape shape, Tensor x, Tensor weight)
    {
        var y = KernelTensor.ChannelsLast(shape.Images, shape.Outputs, shape.Height, shape.Width, x.dtype);
        WinogradConvolution.Forward(shape, (float*)x.Address(), (float*)weight.Start(), (float*)y.Address());
        // Without gradients nobody else need hold them: an address does not.
        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        return y;
    }
}
