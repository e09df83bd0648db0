using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Checkpoints;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Web.Report;

/// <summary>The parts of a final checkpoint's <c>evaluation.json</c> that a report shows.</summary>
/// <param name="Classes">The classes (C).</param>
/// <param name="Confusion">Numbers (C, C) of test images by their class, then by predicted class; null for very many classes.</param>
public sealed record FinalEvaluation(IReadOnlyList<EvaluatedClass> Classes, double[][]? Confusion = null)
{
    private static readonly JsonSerializerOptions Options = new(ProtocolJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <exception cref="InvalidDataException">The file is malformed; the message names the fault.</exception>
    public static FinalEvaluation Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var read = JsonSerializer.Deserialize<FinalEvaluation>(json, Options);
            return read?.IsSound() == true ? read : throw new InvalidDataException("evaluation.json holds invalid numbers or classes");
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException($"evaluation.json is malformed: {MalformedJson.Explain(malformed)}", malformed);
        }
    }

    // What lists hold may be null whatever their type says.
    private bool IsSound() =>
        Classes.All(one => one is { Accuracy: null or (>= 0 and <= 1) })
        && (
            Confusion is null
                || (
                    Confusion.Length == Classes.Count
                        && Confusion.All(row => row?.Length == Classes.Count && row.All(count => count >= 0 && double.IsFinite(count)))));
}

/// <param name="Name">The name of the class.</param>
/// <param name="TrainImages">Number of its training images.</param>
/// <param name="TestImages">Number of its test images.</param>
/// <param name="Accuracy">Fraction of its test images that are classified correctly; null without any.</param>
public sealed record EvaluatedClass(string Name, int TrainImages, int TestImages, double? Accuracy = null);
