using OrleansHybrid.Learning.Randomness;

namespace OrleansHybrid.Learning.Data;

/// <summary>
/// A built-in dataset for a first run without any download: ten kinds of figure under strong variation of place, size,
/// turn, colour, light, clutter, occlusion and noise. Class i of the long tail's first half has a look-alike in class
/// i + 5 of its second, so a learner that neglects the tail takes the rare class for the frequent one.
/// </summary>
/// <remarks>An image depends on its split and number alone: not on the trial's seed, nor on which others are made. Who changes
/// what they show raises <see cref="Sweeps.Settings.DataFingerprint.Synthetic"/>.</remarks>
public static class SyntheticImages
{
    private const int TrainImagesPerClass = 500, TestImagesPerClass = 100;

    public static DataSplits Splits { get; } = new(new Split(number: 0, TrainImagesPerClass), new Split(number: 1, TestImagesPerClass));

    private sealed class Split(int number, int imagesPerClass) : IImageSource
    {
        public IReadOnlyList<string> ClassNames { get; } = [.. SyntheticFigures.All.Select(figure => figure.Name)];

        public int[] Labels { get; } =
            [.. Enumerable.Range(0, imagesPerClass * SyntheticFigures.All.Count).Select(index => index % SyntheticFigures.All.Count)];

        public SourceFiles Files => SourceFiles.None;

        public LabelledImages Read(ReadOnlySpan<int> indices)
        {
            var pixels = new byte[indices.Length * ImageSet.ImageBytes];
            var labels = new int[indices.Length];
            for (var i = 0; i < indices.Length; i++)
            {
                labels[i] = Labels[indices[i]];
                var random = new CounterRandom(seed: 0, RandomPurpose.SyntheticImages, epoch: number, step: indices[i]);
                SyntheticScene.Paint(
                    SyntheticFigures.All[labels[i]].Outline, random, pixels.AsSpan(i * ImageSet.ImageBytes, ImageSet.ImageBytes));
            }

            return new ImageSet(pixels, labels, ClassNames);
        }
    }
}
