using System.Text;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Reference;

/// <summary>The inputs and weights that the tests share with reference.py, which neither stores: see its <c>formula</c>.</summary>
internal static class Formula
{
    /// <summary>Numbers in [-1/2, 1/2), of 24 bits; float64.</summary>
    public static Tensor Values(string name, params long[] shape)
    {
        var state = Encoding.UTF8.GetBytes(name).Aggregate(0xCBF29CE484222325, (hash, letter) => (hash ^ letter) * 0x100000001B3);
        var values = new double[shape.Aggregate(1L, (count, side) => count * side)];
        foreach (ref var value in values.AsSpan()) value = (SplitMix(ref state) >> 40) * (1.0 / (1 << 24)) - 0.5;
        return tensor(values).reshape(shape);
    }

    /// <summary>Unit vectors along the last dimension, of float32's precision; float64.</summary>
    public static Tensor Sphere(string name, params long[] shape) =>
        nn.functional.normalize(Values(name, shape), dim: -1).to(float32).to(float64);

    /// <summary>Gives every parameter of a network its value of the formula, rounded to float32.</summary>
    public static void Fill(nn.Module network)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var (name, parameter) in network.named_parameters())
        {
            var values = Values(name, parameter.shape);
            var fanIn = (double)parameter.numel() / parameter.shape[0];
            values = parameter.dim() > 1 ? values * Math.Sqrt(24 / fanIn)
                : name.EndsWith("weight", StringComparison.Ordinal) ? 1 + 0.5 * values
                : 0.25 * values;
            parameter.copy_(values.to(float32));
        }
    }

    /// <summary>A tensor's norm and its product with the probe of its name: what the reference keeps of large tensors.</summary>
    public static (double Norm, double Probe) Print(string name, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var values = tensor.detach().cpu().to(float64);
        return (values.norm().item<double>(), (values * Values("probe:" + name, tensor.shape)).sum().item<double>());
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        var z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
