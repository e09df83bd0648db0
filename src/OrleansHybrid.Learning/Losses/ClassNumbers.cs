using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Losses;

/// <summary>One number for each class, kept on the device on which it was used last, so that not every step copies it there.</summary>
/// <param name="values">(C).</param>
internal sealed class ClassNumbers(double[] values)
{
    private Tensor? _kept;

    /// <returns>(C), to be left alone: it belongs to no dispose scope.</returns>
    public Tensor As(ScalarType type, Device device)
    {
        if (_kept is { } kept && kept.dtype == type && kept.device_type == device.type) return kept;
        _kept?.Dispose();
        return _kept = tensor(values, dtype: type, device: device).DetachFromDisposeScope();
    }

    /// <inheritdoc cref="As(ScalarType, Device)"/>
    public Tensor As(Tensor like) => As(like.dtype, like.device);
}
