using OrleansHybrid.Learning.Arithmetic;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Checkpoints;

/// <summary>One tensor as a safetensors file holds it.</summary>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Empty for a scalar.</param>
/// <param name="Data">Its elements, row-major, little-endian.</param>
public sealed record StoredTensor(ScalarType Type, long[] Shape, ReadOnlyMemory<byte> Data)
{
    /// <summary>Copies the stored elements into <paramref name="target"/>, on whatever device it is.</summary>
    /// <param name="name">What the tensor is, for messages.</param>
    /// <exception cref="InvalidDataException">Type or shape differ.</exception>
    public void CopyTo(Tensor target, string name)
    {
        if (Misfit(target, name) is { } misfit) throw new InvalidDataException(misfit);

        using var scope = NewDisposeScope();
        using var _ = no_grad();
        target.copy_(ToTensor());
    }

    /// <summary>A copy on the CPU.</summary>
    public Tensor ToTensor()
    {
        var host = empty(Shape, dtype: Type);
        Data.Span.CopyTo(host.bytes);
        return host;
    }

    /// <summary>The Euclidean norm of its elements.</summary>
    public double Norm()
    {
        using var scope = NewDisposeScope();
        return ToTensor().to(float64).flatten().ToThePower(2).sum().sqrt().item<double>();
    }

    /// <summary>Why the stored elements cannot be those of <paramref name="target"/>; null when they can.</summary>
    public string? Misfit(Tensor target, string name) => target.dtype == Type && target.shape.AsSpan().SequenceEqual(Shape)
        ? null
        : $"tensor '{name}' is {Type} [{string.Join(", ", Shape)}], but this network's is {target.dtype} "
            + $"[{string.Join(", ", target.shape)}]";
}
