namespace OrleansHybrid.Kernels.Tests.References;

internal static class Norms
{
    /// <returns>The norm of the difference over the norm of what is exact.</returns>
    public static double RelativeError(double[] exact, float[] computed) =>
        Math.Sqrt(exact.Zip(computed, (x, y) => (x - y) * (x - y)).Sum() / exact.Sum(x => x * x));
}
