using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Cluster.Trainers;

namespace OrleansHybrid.Cluster.Tests.Slots;

public class TrainerProgramTests
{
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
