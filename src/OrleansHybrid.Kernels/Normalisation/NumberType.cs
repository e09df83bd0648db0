namespace OrleansHybrid.Kernels.Normalisation;

/// <summary>How a tensor stores its numbers; kernels compute in float32.</summary>
public enum NumberType
{
    /// <summary>IEEE 754 binary32.</summary>
    Binary32,

    /// <summary>The upper half of a float32; rounded to nearest, ties to even, as Torch does.</summary>
    Bfloat16,
}
