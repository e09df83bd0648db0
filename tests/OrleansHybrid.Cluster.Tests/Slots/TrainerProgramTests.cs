using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Cluster.Trainers;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Cluster.Tests.Slots;

public class TrainerProgramTests
{
    [Fact]
    public void Environment_OfATrainer_AsksCudaForTheSameBits()
    {
        var environment = new Dictionary<string, string?> { [CudaEnvironment.TensorFloatOverride] = "1" };

        TrainerEnvironment.Set(environment, threads: 2);

        Assert.Equal(":4096:8", environment["CUBLAS_WORKSPACE_CONFIG"]);
        Assert.DoesNotContain("NVIDIA_TF32_OVERRIDE", environment.Keys);
    }

    [Fact]
    public void StartInfo_GivesATrainerNoneOfTheSilosSecrets()
    {
        const string Secret = "ORLEANSHYBRID_DRAIN_TOKEN";
        Environment.SetEnvironmentVariable(Secret, "s3cr3t");
        try
        {
            var start = new TrainerLaunch("trainer", ["serve"]).On(SlotPool.OfCores(1).Take(["cpu0"]), cores: 1);

            Assert.DoesNotContain(Secret, start.Environment.Keys);
            Assert.DoesNotContain("s3cr3t", start.ArgumentList);
            Assert.Contains("PATH", start.Environment.Keys);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Secret, null);
        }
    }
}
