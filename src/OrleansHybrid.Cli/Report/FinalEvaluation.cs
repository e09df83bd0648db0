using System.Text.Json;
using System.Text.Json.Serialization;
using OrleansHybrid.Sweeps.Checkpoints;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Cli.Report;

/// <summary>What a report needs of a final checkpoint's <c>evaluation.json</c>.</summary>
/// <param name="Classes">(C) each class.</param>
/// <param name="Confusion">(C, C) test images by their class, then by the class they were taken for; null for very many classes.</param>
internal sealed record FinalEvaluation(IReadOnlyList<EvaluatedClass> Classes, double[][]? Confusion = null)
{
    private static readonly JsonSerializerOptions Options = new(ProtocolJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <exception cref="InvalidDataException">It is no such file; the message says where.</exception>
    public static FinalEvaluation Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var read = JsonSerializer.Deserialize<FinalEvaluation>(json, Options);
            return read?.IsSound() == true ? read : throw new InvalidDataException("evaluation.json holds numbers or classes that are none");
        }
        catch (JsonException malformed)
        {
            throw new InvalidDataException($"evaluation.json is malformed: {MalformedJson.Explain(malformed)}", malformed);
        }
    }

    // What lists hold may be null whatever their type says.
    private bool IsSound() =>
        Classes.All(one => one is { Accuracy: null or (>= 0 and <= 1) })
        && (Confusion is null || (Confusion.Length == Classes.Count && Confusion.All(row => row?.Length == Classes.Count && row.All(count => count >= 0 && double.IsFinite(count)))));
}

/// <param name="Name">The class.</param>
/// <param name="TrainImages">Its training images.</param>
/// <param name="TestImages">Its test images.</param>
/// <param name="Accuracy">Fraction of its test images told right; null without any.</param>
internal sealed record EvaluatedClass(string Name, int TrainImages, int TestImages, double? Accuracy = null);
