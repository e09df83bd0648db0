using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Losses;

/// <summary>The number type that losses are computed in.</summary>
internal static class Precision
{
    /// <summary>
    /// float64 stays, anything else becomes float32: the exponentials of a loss overflow in the narrow types that a
    /// network may compute in.
    /// </summary>
    public static Tensor AtLeastFloat32(this Tensor values) => values.dtype is ScalarType.Float64 ? values : values.to(float32);
}
