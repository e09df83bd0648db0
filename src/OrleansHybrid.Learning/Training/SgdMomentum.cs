using static TorchSharp.torch;
using TorchSharp.Modules;

namespace OrleansHybrid.Learning.Training;

/// <summary>
/// Stochastic gradient descent as PyTorch's <c>torch.optim.SGD</c> computes it, to the bit:
/// <code>d = g + λ·w;  b ← μ·b + d;  w ← w - η·b</code>
/// with buffers b that start at zero. A parameter without a gradient, in a branch that was off, has g = 0.
/// The parameters come to lie side by side in one vector, so a step is a handful of kernels however many there are.
/// </summary>
public sealed class SgdMomentum : IDisposable
{
    private readonly (string Name, Parameter Value, long Start, long[] Shape)[] _slots;
    private readonly double _momentum, _weightDecay;
    private Tensor _values, _buffers;
    private bool _isFrozen;

    /// <param name="parameters">By name; of one type, on one device. Each keeps its numbers and becomes a part of the vector.</param>
    /// <param name="momentum">μ.</param>
    /// <param name="weightDecay">λ.</param>
    public SgdMomentum(IEnumerable<(string Name, Parameter Value)> parameters, double momentum, double weightDecay)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var all = parameters.ToArray();
        (_momentum, _weightDecay) = (momentum, weightDecay);
        _values = cat([.. all.Select(entry => entry.Value.flatten())]).DetachFromDisposeScope();     // (P)
        _buffers = zeros_like(_values).DetachFromDisposeScope();                                     // (P)
        _slots = new (string, Parameter, long, long[])[all.Length];
        var start = 0L;
        for (var i = 0; i < all.Length; i++)
        {
            var (name, value) = all[i];
            _slots[i] = (name, value, start, value.shape);
            start += value.numel();
        }

        Point();
    }

    /// <summary>The buffers b by their parameter's name.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Buffers => ByName(_buffers);

    /// <summary>Moves every parameter and clears its gradient.</summary>
    /// <param name="learningRate">η.</param>
    public void Step(double learningRate)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var gradient = cat([.. _slots.Select(slot => (slot.Value.grad ?? zeros_like(slot.Value)).flatten())]);  // (P)
        foreach (var slot in _slots) slot.Value.grad = null;
        gradient.add_(_values, _weightDecay);
        if (_isFrozen)
        {
            StepAside(gradient, learningRate);
            return;
        }

        _buffers.mul_(_momentum).add_(gradient);
        _values.add_(_buffers, -learningRate);
    }

    /// <summary>
    /// The parameters and the buffers as they are now, two vectors for <see cref="ByName"/> that the caller disposes of. It
    /// costs no copy: the next step leaves them as they are and moves into other memory.
    /// </summary>
    public (Tensor Values, Tensor Buffers) Freeze()
    {
        _isFrozen = true;
        return (_values.alias().DetachFromDisposeScope(), _buffers.alias().DetachFromDisposeScope());
    }

    /// <summary>The parts of a vector by their parameter's name. May be called from any thread.</summary>
    /// <param name="vector">(P), as <see cref="Freeze"/> gives it.</param>
    public IEnumerable<KeyValuePair<string, Tensor>> ByName(Tensor vector) =>
        _slots.Select(slot => KeyValuePair.Create(slot.Name, Part(vector, slot.Start, slot.Shape)));

    public void Dispose()
    {
        _buffers.Dispose();
        _values.Dispose();
    }

    private static Tensor Part(Tensor vector, long start, long[] shape) =>
        vector.narrow(0, start, shape.Aggregate(1L, (count, size) => count * size)).view(shape);

    /// <summary>The same arithmetic into new vectors; the old ones last as long as whoever froze them wants.</summary>
    private void StepAside(Tensor gradient, double learningRate)
    {
        var (values, buffers) = (_values, _buffers);
        _buffers = buffers.mul(_momentum).add_(gradient).DetachFromDisposeScope();
        _values = values.add(_buffers, -learningRate).DetachFromDisposeScope();
        Point();
        values.Dispose();
        buffers.Dispose();
        _isFrozen = false;
    }

    /// <summary>Lets each parameter be its part of the vector.</summary>
    private void Point()
    {
        foreach (var (_, value, start, shape) in _slots) value.set_(Part(_values, start, shape));
    }
}
