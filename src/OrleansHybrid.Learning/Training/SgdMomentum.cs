using static TorchSharp.torch;
using TorchSharp.Modules;

namespace OrleansHybrid.Learning.Training;

/// <summary>
/// Stochastic gradient descent as PyTorch's <c>torch.optim.SGD</c> computes it, to the bit:
/// <code>d = g + λ·w;  b ← μ·b + d;  w ← w - η·b</code>
/// with buffers b that start at zero. A parameter without a gradient, in a branch that was off, has g = 0.
/// </summary>
/// <param name="parameters">By name.</param>
/// <param name="momentum">μ.</param>
/// <param name="weightDecay">λ.</param>
public sealed class SgdMomentum(IEnumerable<(string Name, Parameter Value)> parameters, double momentum, double weightDecay) : IDisposable
{
    private readonly (string Name, Parameter Value, Tensor Buffer)[] _slots =
        [.. parameters.Select(entry => (entry.Name, entry.Value, zeros_like(entry.Value).detach().DetachFromDisposeScope()))];

    /// <summary>The buffers b by their parameter's name.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Buffers => _slots.Select(slot => KeyValuePair.Create(slot.Name, slot.Buffer));

    /// <summary>Moves every parameter and clears its gradient.</summary>
    /// <param name="learningRate">η.</param>
    public void Step(double learningRate)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var (_, value, buffer) in _slots)
        {
            var direction = value.grad?.add_(value, weightDecay) ?? value.mul(weightDecay);
            buffer.mul_(momentum).add_(direction);
            value.add_(buffer, -learningRate);
            value.grad = null;
        }
    }

    public void Dispose()
    {
        foreach (var slot in _slots) slot.Buffer.Dispose();
    }
}
