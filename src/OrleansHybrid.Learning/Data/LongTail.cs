using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Data;

/// <summary>
/// The exponential long tail of the published benchmark (Cao et al., LDAM, NeurIPS 2019): class 0 is the head, the class
/// order is not shuffled, and the draw is numpy's, so that the same images are selected as in the papers we compare with.
/// </summary>
public static class LongTail
{
    /// <summary>(C) images of each class: n_i = int(n_max · (1/β)^(i/(C-1))).</summary>
    /// <param name="headImages">n_max, the images of class 0.</param>
    /// <param name="classes">C, at least 2.</param>
    /// <param name="imbalance">β = n_max / n_min, at least 1.</param>
    public static int[] ClassSizes(int headImages, int classes, double imbalance) => LongTailSizes.Of(headImages, classes, imbalance);

    /// <summary>
    /// Indices of the selected images: class by class, each class's indices shuffled and the first n_i kept. A long tail is drawn
    /// from a balanced set; without imbalance a set is taken as it is, with the long tail that it may have.
    /// </summary>
    /// <param name="labels">(N) class of each image that can be drawn, in the dataset's official order.</param>
    /// <param name="classes">C.</param>
    /// <param name="imbalance">β; 1 draws no long tail.</param>
    /// <param name="headImages">Cap on n_max, and so on every class; 0 takes every image of class 0.</param>
    /// <param name="seed">Seed of numpy's RandomState; the benchmark's is 0.</param>
    /// <exception cref="DataException">A class would be left without any image, or has not as many as the long tail asks of it.</exception>
    public static int[] Draw(ReadOnlySpan<int> labels, int classes, double imbalance, int headImages, uint seed) =>
        [.. ByClass(labels, classes, imbalance, headImages, seed).SelectMany(drawn => drawn.Shuffled[..drawn.Size])];

    /// <summary>(C) of each class its indices, shuffled, and how many of them from the first on are the draw.</summary>
    /// <inheritdoc cref="Draw"/>
    public static (int[] Shuffled, int Size)[] ByClass(
        ReadOnlySpan<int> labels, int classes, double imbalance, int headImages, uint seed)
    {
        var pools = IndicesByClass(labels, classes);
        var cap = headImages > 0 ? headImages : int.MaxValue;
        var sizes = imbalance > 1 ? TailSizes(pools, imbalance, cap) : [.. pools.Select(pool => Math.Min(cap, pool.Length))];

        var random = new NumpyLegacyRandom(seed);
        foreach (var pool in pools) random.Shuffle<int>(pool);
        return [.. pools.Zip(sizes)];
    }

    private static int[] TailSizes(int[][] pools, double imbalance, int cap)
    {
        var (head, smallest, largest) = (Math.Min(cap, pools[0].Length), pools.Min(pool => pool.Length), pools.Max(pool => pool.Length));
        var sizes = ClassSizes(head, pools.Length, imbalance);
        if ((cap == int.MaxValue && smallest < largest) || pools.Where((pool, label) => pool.Length < sizes[label]).Any())
            throw new DataException(
                $"A long tail of imbalance {imbalance} is drawn from classes of one size, but these have {smallest} to {largest} images: "
                + "set `imbalance` to 1 to train on them as they are, or `head_images` to draw from as many of each.");
        var empty = Array.IndexOf(sizes, 0);
        if (empty >= 0)
            throw new DataException(
                $"An imbalance of {imbalance} leaves class {empty} without a training image when the head class has {head}: "
                + $"lower `imbalance` below {head}, or raise `head_images`.");

        return sizes;
    }

    private static int[][] IndicesByClass(ReadOnlySpan<int> labels, int classes)
    {
        var pools = new List<int>[classes];
        for (var label = 0; label < classes; label++) pools[label] = [];
        for (var i = 0; i < labels.Length; i++) pools[labels[i]].Add(i);
        return [.. pools.Select(pool => pool.ToArray())];
    }
}
