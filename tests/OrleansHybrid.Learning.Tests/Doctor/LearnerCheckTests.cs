using OrleansHybrid.Learning.Doctor;
using OrleansHybrid.Sweeps.Doctor;

namespace OrleansHybrid.Learning.Tests.Doctor;

/// <summary>What the checks make of answers that are planted; the machine's own answers are asked by <c>hybrid doctor</c>.</summary>
public class LearnerCheckTests
{
    [Fact]
    public void Step_GivesTheStoredLosses_AndOthersAreBroken()
    {
        var (losses, _) = FixedTraining.TwoSteps("cpu");
        Assert.Equal(CheckState.Ok, new StepCheck().Judge(losses).State);

        foreach (
            var wrong in new[]
            {
                losses[1] with { Train = losses[1].Train * 1.01 },
                losses[1] with { Contrastive = double.NaN },
            })
        {
            var result = new StepCheck().Judge([losses[0], wrong]);
            Assert.Equal(CheckState.Broken, result.State);
            Assert.Contains("should give", result.Found, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void SameBits_AndResume_OfOtherWeights_AreBroken()
    {
        string weights = new('a', 64), others = new('b', 64);
        Assert.Equal(CheckState.Ok, new SameBitsCheck().Judge(weights, weights).State);
        Assert.Equal(CheckState.Broken, new SameBitsCheck().Judge(weights, others).State);
        Assert.Equal(CheckState.Ok, new ResumeCheck().Judge(9, weights, weights).State);
        Assert.Equal(CheckState.Broken, new ResumeCheck().Judge(9, weights, others).State);
    }

    [Theory]
    [InlineData(400, 0.99, CheckState.Ok, "")]
    [InlineData(90_000, 0.99, CheckState.Ok, "")]
    [InlineData(20, 0.4, CheckState.Warning, "Stop what else computes")]
    [InlineData(20, 0.99, CheckState.Warning, "throttled")]
    public void Speed_FarBelowWhatIsUsual_IsAWarningThatTellsWhy(double rate, double core, CheckState state, string remedy)
    {
        var result = new SpeedCheck().Judge(rate, core, new("on a core", 150, 2_000));
        Assert.Equal(state, result.State);
        Assert.Contains(remedy, result.Remedy ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(512, "3x3 convolutions", null, CheckState.Ok, "3x3 convolutions use this program's kernels")]
    [InlineData(512, "3x3 convolutions", "DOTNET_EnableAVX512", CheckState.Ok, "this program's kernels")]
    [InlineData(256, null, null, CheckState.Ok, "Torch's kernels")]
    [InlineData(256, null, "DOTNET_EnableAVX512", CheckState.Warning, "DOTNET_EnableAVX512 in the environment")]
    public void Processor_TellsWhoseKernelsCompute(int bits, string? own, string? variable, CheckState state, string found)
    {
        var result = new ProcessorCheck().Judge("Some CPU", bits, own, variable);
        Assert.Equal(state, result.State);
        Assert.Contains(found, result.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Processor_WithoutAvx2_IsAWarning()
    {
        Assert.SkipUnless(
            System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture is System.Runtime.InteropServices.Architecture.X64,
            "AVX2 is x64's");
        var result = new ProcessorCheck().Judge("Some CPU", 128, ownLayers: null, switchedBy: null);
        Assert.Equal(CheckState.Warning, result.State);
        Assert.Contains("without AVX2", result.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_AFailureThatHasAName_IsItsResult()
    {
        var results = LearnerChecks.Run(new("tpu", NeedsGpu: false, ""), ["resume"]);
        Assert.Contains("There is no device 'tpu'", Assert.Single(results).Found, StringComparison.Ordinal);
    }
}
