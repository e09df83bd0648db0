using System.Runtime.InteropServices;
using OrleansHybrid.Kernels;
using OrleansHybrid.Kernels.Winograd;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Layers;

/// <summary>The convolution of our kernels as a node of Torch's graph.</summary>
internal sealed class Convolution3x3Function : autograd.SingleTensorFunction<Convolution3x3Function>
{
    private const string ShapeKey = "shape", KernelsKey = "kernels";

    // As in BatchNormReluFunction: the wrappers of what a node returned go when the next one is called.
    [ThreadStatic]
    private static Tensor[]? _returned;

    public override string Name => nameof(Convolution3x3);

    /// <param name="x">(N, C, H, W), channels last.</param>
    /// <param name="weight">(K, C, 3, 3), contiguous.</param>
    /// <returns>(N, K, H, W), channels last.</returns>
    public static Tensor Apply(CpuKernels kernels, ConvolutionShape shape, Tensor x, Tensor weight)
    {
        // The function keeps an empty tensor beside each result; with the scope its memory goes.
        using var scope = NewDisposeScope();
        return (is_grad_enabled() ? apply(x, weight, shape, kernels) : Convolved(kernels, shape, x, weight)).MoveToOuterDisposeScope();
    }

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (x, weight, shape, kernels) = ((Tensor)vars[0], (Tensor)vars[1], (ConvolutionShape)vars[2], (CpuKernels)vars[3]);
        ctx.save_for_backward([x, weight]);
        ctx.save_data(ShapeKey, shape);
        ctx.save_data(KernelsKey, kernels);
        return Convolved(kernels, shape, x, weight);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        foreach (var tensor in _returned ?? []) tensor.Dispose();
        using var scope = NewDisposeScope();
        var saved = ctx.get_saved_variables();
        var (x, weight, shape) = (saved[0], saved[1], (ConvolutionShape)ctx.get_data(ShapeKey));
        var (dx, dw) = (KernelTensor.ChannelsLast(shape.Images, shape.Inputs, shape.Height, shape.Width, x.dtype), empty_like(weight));
        ((CpuKernels)ctx.get_data(KernelsKey)).ConvolveBack(
            shape, Floats(x.Bytes()), weight.Floats(), Floats(grad_output.Bytes(x.dtype)), Floats(dx.Bytes()), dw.Floats(),
            get_num_threads());
        _returned = [dx.DetachFromDisposeScope(), dw.DetachFromDisposeScope()];
        grad_output.Dispose();
        ctx.Dispose();
        return [dx, dw, null!, null!];
    }

    private static Tensor Convolved(CpuKernels kernels, ConvolutionShape shape, Tensor x, Tensor weight)
    {
        var y = KernelTensor.ChannelsLast(shape.Images, shape.Outputs, shape.Height, shape.Width, x.dtype);
        kernels.Convolve(shape, Floats(x.Bytes()), weight.Floats(), Floats(y.Bytes()), get_num_threads());
        // Without gradients nobody else need hold them: a span does not.
        GC.KeepAlive(x);
        GC.KeepAlive(weight);
        return y;
    }

    private static Span<float> Floats(Span<byte> bytes) => MemoryMarshal.Cast<byte, float>(bytes);
}
