using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Training;

/// <summary>The devices that a training order can name.</summary>
public static class ComputeDevice
{
    /// <param name="name"><c>cpu</c> or <c>cuda</c>.</param>
    /// <exception cref="TrainingException">This machine has no such device, or this build cannot use it.</exception>
    public static Device Open(string name) => name switch
    {
        "cpu" => CPU,
        "cuda" when cuda.is_available() => CUDA,
        "cuda" =>
            throw new TrainingException(
                FailureKind.GpuLost,
                "The trainer sees no CUDA device that it can use: the GPU is lost (see nvidia-smi), its driver is too old, or the trainer "
                    + "is not built for CUDA (-p:TorchBackend=cuda)."),
        _ => throw new TrainingException(FailureKind.BadRecipe, $"There is no device '{name}': it is 'cpu' or 'cuda'."),
    };

    /// <summary>
    /// Says for the whole process whether a GPU may round what it multiplies to TensorFloat-32, and asks it for the same bits each time.
    /// Torch's own default allows that rounding in convolutions alone, so that its float32 is not one; a recipe's is.
    /// </summary>
    public static void Use(TrainingPrecision precision)
    {
        backends.cudnn.allow_tf32 = backends.cuda.matmul.allow_tf32 = precision is TrainingPrecision.Tf32;
        SameBits.Ask();
    }
}
