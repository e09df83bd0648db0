using System.Runtime.InteropServices;
using OrleansHybrid.Learning.Randomness;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Models;

/// <summary>Initial weights from a seeded stream, so that they are the same on every machine and with every version of the tensor
/// library.</summary>
internal static class Initialisation
{
    /// <summary>
    /// Weights of convolutions and linear layers from N(0, 2 / fan_in) (He et al., arXiv 1502.01852, eq. 10), biases zero;
    /// batch normalisation starts as the identity.
    /// </summary>
    public static void Kaiming(nn.Module module, ref CounterRandom random)
    {
        foreach (var (name, parameter) in module.named_parameters())
        {
            if (parameter.dim() > 1) Gaussian(parameter, Math.Sqrt(2.0 * parameter.shape[0] / parameter.numel()), ref random);
            else if (name.EndsWith("bias", StringComparison.Ordinal)) nn.init.zeros_(parameter);
        }
    }

    /// <summary>Vectors drawn uniformly from the unit sphere.</summary>
    /// <param name="table">(..., D).</param>
    public static void UnitSphere(Tensor table, ref CounterRandom random)
    {
        Gaussian(table, 1, ref random);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        table.copy_(nn.functional.normalize(table, dim: -1));
    }

    private static void Gaussian(Tensor tensor, double deviation, ref CounterRandom random)
    {
        foreach (ref var value in MemoryMarshal.Cast<byte, float>(tensor.bytes)) value = (float)(deviation * random.NextGaussian());
    }
}
