using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Testing;

/// <summary>A layer of our own against one that computes in float64.</summary>
internal static class Agreement
{
    /// <returns>A leaf with the same numbers in float64.</returns>
    public static Tensor Exact(Tensor tensor) => tensor.detach().to(float64).requires_grad_();

    /// <param name="relative">The most that the norm of the difference may be of that of <paramref name="expected"/>.</param>
    public static void Close(Tensor expected, Tensor actual, double relative)
    {
        var error = (actual.to(float64) - expected).norm().item<double>() / expected.norm().item<double>();
        Assert.True(error < relative, $"is {error:g3} off, at most {relative:g3} is allowed");
    }
}
