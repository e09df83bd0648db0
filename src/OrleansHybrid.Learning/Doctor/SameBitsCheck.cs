using OrleansHybrid.Sweeps.Doctor;

namespace OrleansHybrid.Learning.Doctor;

/// <summary>Whether the same steps, computed twice, give the same weights to the bit.</summary>
internal sealed class SameBitsCheck() : LearnerCheck("same-bits")
{
    public override bool Trains => true;

    public override CheckResult Run(Bench bench) =>
        Judge(FixedTraining.TwoSteps(bench.Device).Weights, FixedTraining.TwoSteps(bench.Device).Weights);

    internal CheckResult Judge(string first, string second) => first == second
        ? Ok($"the same steps twice give the same bits, sha256 {first[..12]}")
        : Broken(
            $"the same steps twice give other bits, sha256 {first[..12]} and {second[..12]}",
            "Trials will not be repeatable on this device. Have its memory tested, and report it with the output of "
                + "'hybrid doctor -o json'.");
}
