using OrleansHybrid.Learning.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace OrleansHybrid.Learning.Models;

/// <summary>
/// A square convolution without bias that computes in its input's number type, whatever type its weight is kept in: so a
/// network can keep float32 weights and compute in bfloat16. Channels-last images stay channels-last, and those in bfloat16
/// must be: oneDNN as of libtorch 2.10 computes other layouts wrongly where the channels are no multiple of 16 (seen on Zen 5).
/// </summary>
internal sealed class Convolution : nn.Module<Tensor, Tensor>
{
    private readonly long _inputs, _outputs, _kernel, _stride;

    /// <param name="inputs">Channels in.</param>
    /// <param name="outputs">Channels out.</param>
    /// <param name="kernel">Odd; the image is padded by half of it.</param>
    /// <param name="stride">Pixels from one output to the next.</param>
    public Convolution(long inputs, long outputs, long kernel, long stride = 1) : base(nameof(Convolution))
    {
        (_inputs, _outputs, _kernel, _stride) = (inputs, outputs, kernel, stride);
        register_parameter("weight", new Parameter(zeros(outputs, inputs, kernel, kernel)));
    }

    /// <param name="x">(N, inputs, H, W).</param>
    /// <returns>(N, outputs, ⌈H / stride⌉, ⌈W / stride⌉), of the type of <paramref name="x"/>.</returns>
    public override Tensor forward(Tensor x)
    {
        // Looked up each time: moving the module to another device replaces its parameter.
        var weight = get_parameter("weight")!.to(x.dtype);
        return _kernel switch
        {
            1 => Pointwise(x, weight),
            3 => Convolution3x3.Forward(x, weight, _stride),
            _ => F.conv2d(x, weight, null, [_stride, _stride], [_kernel / 2, _kernel / 2], [1, 1]),
        };
    }

    /// <summary>
    /// A linear layer over the pixels. oneDNN as of libtorch 2.10 divides by zero while it plans some 1x1 convolutions
    /// (on AMD Zen 5 those of ResNet-50), which ends the process.
    /// </summary>
    private Tensor Pointwise(Tensor x, Tensor weight)
    {
        if (_stride > 1) x = x.slice(2, 0, x.shape[2], _stride).slice(3, 0, x.shape[3], _stride);
        return F.linear(x.permute(0, 2, 3, 1), weight.view(_outputs, _inputs)).permute(0, 3, 1, 2);
    }
}
