using System.Globalization;
using SkiaSharp;
using OrleansHybrid.Learning.Checkpoints;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Evaluation;

/// <summary>The cosine similarities of a prototype table: -1 to 1, class by class.</summary>
/// <param name="Classes">C.</param>
/// <param name="PerClass">M.</param>
/// <param name="Values">(C·M, C·M), row by row.</param>
public sealed record PrototypeSimilarity(int Classes, int PerClass, float[] Values)
{
    private const int MostPixels = 1024;

    // Their similarities take a gigabyte.
    private const int MostPrototypes = 1 << 14;

    /// <param name="table">(C, M, D), or (C, D) in older checkpoints.</param>
    /// <exception cref="InvalidDataException">It is no such table, or too large to compare all with all.</exception>
    public static PrototypeSimilarity Of(StoredTensor table)
    {
        if (table.Shape is not ([_, _] or [_, _, _])
            || table.Shape.Contains(0)
            || table.Type is not (ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64))
            throw new InvalidDataException(
                $"prototypes of {table.Type} [{string.Join(", ", table.Shape)}] are no table (C, M, D) of numbers");
        if (table.Shape[..^1].Aggregate(1L, (product, length) => product * length) is > MostPrototypes and var prototypes)
            throw new InvalidDataException($"{prototypes} prototypes are more than the {MostPrototypes} that can be compared");
        using var scope = NewDisposeScope();
        var rows = nn.functional.normalize(table.ToTensor().to(float32).reshape(-1, table.Shape[^1]), dim: 1);      // (C·M, D)
        var perClass = table.Shape.Length == 3 ? (int)table.Shape[1] : 1;
        return new((int)table.Shape[0], perClass, rows.mm(rows.t()).data<float>().ToArray());
    }

    private int Side => Classes * PerClass;

    /// <summary>For people: how alike prototypes of different classes are.</summary>
    public override string ToString()
    {
        var between = (from row in Enumerable.Range(0, Side)
                       from column in Enumerable.Range(0, Side)
                       where row / PerClass != column / PerClass
                       select Values[row * Side + column]).ToArray();
        return between.Length == 0 ? "one class alone"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"similarity between classes: least {between.Min():F3}, mean {between.Average():F3}, most {between.Max():F3}");
    }

    /// <summary>A picture: blue is opposite, white at right angles, red the same; the head class is in the upper left.</summary>
    public byte[] ToPng()
    {
        var scale = Math.Max(1, Math.Min(16, MostPixels / Side));
        using var bitmap = new SKBitmap(Side, Side, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (var row = 0; row < Side; row++)
            for (var column = 0; column < Side; column++)
                bitmap.SetPixel(column, row, ColorOf(Values[row * Side + column]));
        using var large = bitmap.Resize(new SKImageInfo(Side * scale, Side * scale), SKFilterQuality.None);
        using var png = large.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private static SKColor ColorOf(float similarity)
    {
        var fade = (byte)(255 * (1 - Math.Min(1, Math.Abs(similarity))));
        return similarity < 0 ? new(fade, fade, 255) : new(255, fade, fade);
    }
}
