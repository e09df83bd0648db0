using OrleansHybrid.Learning.Arithmetic;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace OrleansHybrid.Learning.Layers;

/// <summary>
/// Batch normalisation, the addition of a shortcut where there is one, and ReLU. In training on a CPU our kernels make them
/// one layer that goes through memory four times in place of Torch's six or seven, and that rounds to bfloat16 once.
/// </summary>
internal static class BatchNormRelu
{
    /// <param name="norm">The normalisation, of C channels.</param>
    /// <param name="x">(N, C, H, W); may be overwritten.</param>
    /// <param name="shortcut">(N, C, H, W) or null.</param>
    /// <returns>(N, C, H, W), laid out as <paramref name="x"/>.</returns>
    public static Tensor Forward(BatchNorm2d norm, Tensor x, Tensor? shortcut = null) =>
        OwnKernels.BatchNorm is { } kernels && IsFused(norm, x)
            ? BatchNormReluFunction.Apply(kernels, norm, x, shortcut)
            : Library(norm, x, shortcut);

    /// <summary>The same of Torch's own layers.</summary>
    internal static Tensor Library(BatchNorm2d norm, Tensor x, Tensor? shortcut)
    {
        var y = Norm(norm, x);
        if (shortcut is not null) y.AddInPlace(shortcut);
        return F.relu(y, inplace: true);
    }

    /// <summary>The output of <paramref name="norm"/>; its own method counts its batches with a scalar that nobody keeps alive.</summary>
    internal static Tensor Norm(BatchNorm2d norm, Tensor x)
    {
        if (norm.training) norm.num_batches_tracked!.AddOneInPlace();
        return F.batch_norm(x, norm.running_mean, norm.running_var, norm.weight, norm.bias, norm.training, norm.momentum!.Value, norm.eps);
    }

    private static bool IsFused(BatchNorm2d norm, Tensor x) =>
        norm.training && is_grad_enabled()
        && x.device_type == TorchSharp.DeviceType.CPU && norm.weight!.dtype == float32
        && x.Grid() is not null && x.IsChannelsLast();
}
