using System.Diagnostics;
using static TorchSharp.torch;
using OrleansHybrid.Learning.Arithmetic;
using TorchSharp.Modules;

namespace OrleansHybrid.Learning.Optimisation;

/// <summary>
/// Stochastic gradient descent as PyTorch's <c>torch.optim.SGD</c> computes it, to the bit:
/// <code>d = g + λ·w;  b ← μ·b + d;  w ← w - η·b</code>
/// with buffers b that start at zero. A parameter without a gradient, in a branch that was off, has g = 0.
/// The parameters come to lie side by side in one vector, so a step is a handful of kernels however many there are.
/// </summary>
public sealed class SgdMomentum : IDisposable
{
    private readonly (string Name, Parameter Value, Tensor Weight, Tensor Buffer)[] _slots;
    private readonly Tensor _values, _buffers;
    private readonly double _momentum, _weightDecay;
    private Task _reading = Task.CompletedTask;

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
        _slots = new (string, Parameter, Tensor, Tensor)[all.Length];
        var start = 0L;
        for (var i = 0; i < all.Length; i++)
        {
            var (name, value) = all[i];
            var count = value.numel();
            var weight = _values.narrow(0, start, count).view(value.shape).DetachFromDisposeScope();
            value.set_(weight);
            _slots[i] = (name, value, weight, _buffers.narrow(0, start, count).view(value.shape).DetachFromDisposeScope());
            start += count;
        }
    }

    /// <summary>The parameters' numbers by their name; like the buffers, for any thread that <see cref="HoldFor"/> knows of.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Weights => _slots.Select(slot => KeyValuePair.Create(slot.Name, slot.Weight));

    /// <summary>The buffers b by their parameter's name.</summary>
    public IEnumerable<KeyValuePair<string, Tensor>> Buffers => _slots.Select(slot => KeyValuePair.Create(slot.Name, slot.Buffer));

    /// <summary>How long steps have waited for readers, all together.</summary>
    public TimeSpan Held { get; private set; }

    /// <summary>
    /// Lets somebody read parameters and buffers beside the training: the next step computes its gradient meanwhile and
    /// changes nothing before the reading is done.
    /// </summary>
    public void HoldFor(Task reading) => _reading = reading;

    /// <summary>Moves every parameter and clears its gradient.</summary>
    /// <param name="learningRate">η.</param>
    public void Step(double learningRate)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var gradient = cat([.. _slots.Select(slot => (slot.Value.grad ?? zeros_like(slot.Value)).flatten())]);  // (P)
        foreach (var slot in _slots) slot.Value.grad = null;
        WaitForReaders();
        _buffers.MultiplyInPlace(_momentum).AddInPlace(gradient.AddInPlace(_values, _weightDecay));
        _values.AddInPlace(_buffers, -learningRate);
    }

    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.Weight.Dispose();
            slot.Buffer.Dispose();
        }

        _buffers.Dispose();
        _values.Dispose();
    }

    private void WaitForReaders()
    {
        var began = Stopwatch.GetTimestamp();
        // Should it have failed, that is for whoever began it.
        Task.WaitAny(_reading);
        Held += Stopwatch.GetElapsedTime(began);
    }
}
