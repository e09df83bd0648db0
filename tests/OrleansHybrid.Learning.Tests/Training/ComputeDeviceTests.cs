using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Learning.Training;
using OrleansHybrid.Sweeps.Settings;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Training;

public class ComputeDeviceTests
{
    [Theory]
    [InlineData(TrainingPrecision.Tf32, true)]
    [InlineData(TrainingPrecision.Float32, false)]
    [InlineData(TrainingPrecision.Bfloat16, false)]
    public void Use_APrecision_LetsOnlyTf32RoundProducts(TrainingPrecision precision, bool rounds)
    {
        ComputeDevice.Use(precision);
        Assert.Equal((rounds, rounds), (backends.cudnn.allow_tf32, backends.cuda.matmul.allow_tf32));
    }

    [Fact]
    public void Open_ADeviceThatIsNone_SaysWhichThereAre() =>
        Assert.Contains("'cpu' or 'cuda'", Assert.Throws<TrainingException>(() => ComputeDevice.Open("tpu")).Message);
}
