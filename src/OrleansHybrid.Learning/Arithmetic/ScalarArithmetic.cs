#pragma warning disable RS0030 // Here scalars are made: each lives until the library has returned.
using TorchSharp;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Arithmetic;

/// <summary>
/// Arithmetic of tensors with numbers, and the library's methods that bring a number of their own. A <see cref="Scalar"/> of
/// TorchSharp frees its native half when it is collected, and as of 0.107 no method of the library keeps it alive for the call:
/// a collection on another thread takes the number away from a kernel that is about to read it. So no scalar is made anywhere else.
/// </summary>
internal static class ScalarArithmetic
{
    // What the library's own additions make anew each time.
    private static readonly Scalar One = 1.ToScalar();

    public static Tensor Plus(this Tensor x, Tensor y) => x.add(y, One);

    public static Tensor Minus(this Tensor x, long number)
    {
        using var scalar = number.ToScalar();
        return x.sub(scalar);
    }

    public static Tensor Times(this Tensor x, double factor)
    {
        using var scalar = factor.ToScalar();
        return x.mul(scalar);
    }

    /// <summary>Leaves whole numbers whole.</summary>
    public static Tensor Times(this Tensor x, long factor)
    {
        using var scalar = factor.ToScalar();
        return x.mul(scalar);
    }

    public static Tensor DividedBy(this Tensor x, double divisor)
    {
        using var scalar = divisor.ToScalar();
        return x.div(scalar);
    }

    public static Tensor ToThePower(this Tensor x, double exponent)
    {
        using var scalar = exponent.ToScalar();
        return x.pow(scalar);
    }

    /// <returns>Of booleans.</returns>
    public static Tensor IsAbove(this Tensor x, double bound)
    {
        using var scalar = bound.ToScalar();
        return x.gt(scalar);
    }

    /// <inheritdoc cref="IsAbove(Tensor, double)"/>
    public static Tensor IsAbove(this Tensor x, long bound)
    {
        using var scalar = bound.ToScalar();
        return x.gt(scalar);
    }

    public static Tensor AtLeast(this Tensor x, double least)
    {
        using var scalar = least.ToScalar();
        return x.clamp_min(scalar);
    }

    /// <summary>Leaves whole numbers whole.</summary>
    public static Tensor AtLeast(this Tensor x, long least)
    {
        using var scalar = least.ToScalar();
        return x.clamp_min(scalar);
    }

    public static Tensor Between(this Tensor x, long least, long most)
    {
        using Scalar low = least.ToScalar(), high = most.ToScalar();
        return x.clamp(low, high);
    }

    /// <param name="mask">Of booleans; where it is true, the number takes the element's place.</param>
    public static Tensor Masked(this Tensor x, Tensor mask, double number)
    {
        using var scalar = number.ToScalar();
        return x.masked_fill(mask, scalar);
    }

    /// <returns>A tensor of the shape, type and device of <paramref name="x"/> that holds one number.</returns>
    public static Tensor FilledLike(this Tensor x, double number)
    {
        using var scalar = number.ToScalar();
        return full_like(x, scalar);
    }

    /// <returns>(N) 0 to N - 1, int64.</returns>
    public static Tensor WholeNumbers(long count, Device device)
    {
        using Scalar zero = 0.ToScalar(), stop = count.ToScalar();
        return arange(zero, stop, One, dtype: int64, device: device);
    }

    public static Tensor AddInPlace(this Tensor x, Tensor y) => x.add_(y, One);

    /// <summary><c>x ← x + factor·y</c></summary>
    public static Tensor AddInPlace(this Tensor x, Tensor y, double factor)
    {
        using var scalar = factor.ToScalar();
        return x.add_(y, scalar);
    }

    public static Tensor AddOneInPlace(this Tensor x) => x.add_(One, One);

    public static Tensor MultiplyInPlace(this Tensor x, double factor)
    {
        using var scalar = factor.ToScalar();
        return x.mul_(scalar);
    }
}
