using System.Globalization;
using OrleansHybrid.Learning.Checkpoints;
using OrleansHybrid.Sweeps.Doctor;

namespace OrleansHybrid.Learning.Doctor;

/// <summary>
/// Two training steps against stored losses. The second step's losses depend on every gradient and on the optimiser of the first.
/// </summary>
internal sealed class StepCheck() : LearnerCheck("step")
{
    // Kernels of other processors and GPUs add in another order: AVX-512, AVX2 and neither are up to 3e-5 apart.
    private const double Tolerance = 1e-3;

    // As Torch's kernels for AVX2 give them; who changes FixedTraining replaces them.
    private static readonly StepLosses[] Stored =
    [
        new(4.171639442443848, 5.209458351135254, 3.133820056915283),
        new(2.999512195587158, 3.4255876541137695, 2.573436737060547),
    ];

    public override bool Trains => true;

    public override CheckResult Run(Bench bench) => Judge(FixedTraining.TwoSteps(bench.Device).Losses);

    internal CheckResult Judge(IReadOnlyList<StepLosses> losses)
    {
        var apart = losses.Zip(Stored).SelectMany(pair => Values(pair.First).Zip(Values(pair.Second), Apart)).Max();
        return apart <= Tolerance
            ? Ok(string.Create(CultureInfo.InvariantCulture, $"two training steps give the stored losses, {apart:0.0e-0} apart"))
            : Broken(
                $"two training steps give the losses {Words(losses)}, and should give {Words(Stored)}",
                "Do not train on this machine: it computes something else. Have its memory tested, update its driver, and report it with "
                    + "the output of 'hybrid doctor -o json'.");
    }

    private static double[] Values(StepLosses losses) => [losses.Train, losses.Contrastive, losses.Classifier];

    // A loss that is no number is as far as can be.
    private static double Apart(double value, double stored) =>
        double.IsFinite(value) ? Math.Abs(value - stored) / Math.Abs(stored) : double.PositiveInfinity;

    private static string Words(IEnumerable<StepLosses> losses) =>
        string.Join(", ", losses.SelectMany(Values).Select(loss => loss.ToString("R", CultureInfo.InvariantCulture)));
}
