using System.Text.Json;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Reference;

/// <summary>What reference.py computed, and how to compare with it.</summary>
internal static class Golden
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public sealed record Losses(ContrastiveCase[] Contrastive, ClassifierCase[] Classifier, double[] MovingAverage);

    public sealed record ContrastiveCase(string Loss, double Temperature, double Value, double[] Gradient, double[]? PrototypeGradient);

    public sealed record ClassifierCase(string Loss, bool Reweighted, double Value, double[] Gradient);

    public sealed record Schedules(Dictionary<string, double[]> Alpha, RateCase[] LearningRate);

    public sealed record RateCase(string Schedule, double Warmup, double[] Rates);

    public sealed record NetworkCase(
        string Backbone, double[] Features, Dictionary<string, double[]> Gradients, Dictionary<string, double[]> Statistics);

    public sealed record TrainingCase(string Objective, double[][] Losses, Dictionary<string, double[]> Moves);

    /// <param name="name">The file's: <c>losses</c>.</param>
    public static T Read<T>(string name)
    {
        using var stream = typeof(Golden).Assembly.GetManifestResourceStream($"{name}.json")!;
        return JsonSerializer.Deserialize<T>(stream, Json)!;
    }

    /// <summary>The elements agree within <paramref name="relative"/> of the largest one.</summary>
    public static void AssertNear(double[] expected, Tensor actual, double relative)
    {
        using var scope = NewDisposeScope();
        var values = actual.detach().cpu().to(float64).flatten().data<double>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        var tolerance = relative * expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], values[i], tolerance);
    }

    /// <summary>The tensors have the norms and probes of the reference, within <paramref name="relative"/> of the norm.</summary>
    public static void AssertPrints(Dictionary<string, double[]> expected, IReadOnlyDictionary<string, Tensor> actual, double relative)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach (var (name, print) in expected)
        {
            var (norm, probe) = Formula.Print(name, actual[name]);
            Assert.True(
                Math.Abs(norm - print[0]) <= relative * print[0] && Math.Abs(probe - print[1]) <= relative * print[0],
                $"{name} has norm {norm} and probe {probe}, the reference {print[0]} and {print[1]}");
        }
    }
}
