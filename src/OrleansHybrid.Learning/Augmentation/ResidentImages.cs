using OrleansHybrid.Learning.Arithmetic;
using OrleansHybrid.Sweeps.Settings;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Augmentation;

/// <summary>
/// Images of 32x32 that lie on the device as bytes, with <see cref="Augmenter"/>'s views computed there: what a step sends
/// to the device are a few numbers a view. The views are the same up to rounding.
/// </summary>
internal sealed class ResidentImages : IDisposable
{
    private const int Side = Augmenter.Side, Plane = Side * Side, Channels = RgbImage.Channels;

    private readonly Device _device;
    private readonly Tensor _pixels, _side, _luma, _scale, _shift;

    /// <param name="pixels">(N, 3, 32, 32) bytes of the images; they are copied.</param>
    /// <param name="device">Where to.</param>
    public ResidentImages(byte[] pixels, Device device)
    {
        using var scope = NewDisposeScope();
        _device = device;
        _pixels = tensor(pixels).view(-1, Channels, Plane).to(device).DetachFromDisposeScope();              // (N, 3, 1024)
        _side = ScalarArithmetic.WholeNumbers(Side, device).DetachFromDisposeScope();                        // (32)
        _luma = OfEachChannel(ColorMap.LumaWeights);
        var (scale, shift) = (Normalisation.Cifar.Scale, Normalisation.Cifar.Shift);
        _scale = OfEachChannel([scale.X, scale.Y, scale.Z]);
        _shift = OfEachChannel([shift.X, shift.Y, shift.Z]);

        Tensor OfEachChannel(float[] values) => tensor(values).view(1, Channels, 1).to(device).DetachFromDisposeScope();
    }

    /// <summary>Random views of each image, as <see cref="Augmenter.Views"/> draws them.</summary>
    /// <param name="recipe">How to augment, and the trial's seed.</param>
    /// <param name="indices">(N) which images, such as a sampler's batch.</param>
    /// <param name="views">(V) the views of each.</param>
    /// <param name="epoch">From 0.</param>
    /// <param name="step">From 0 within the epoch.</param>
    /// <returns>(V·N, 3, 32, 32) on the device: the first view of each image, then the second...</returns>
    public Tensor Views(Recipe recipe, ReadOnlySpan<int> indices, ReadOnlySpan<ViewRequest> views, int epoch, int step)
    {
        using var scope = NewDisposeScope();
        var count = views.Length * indices.Length;
        var (places, colors) = (new long[4 * count], new float[10 * count]);
        for (var i = 0; i < count; i++)
        {
            var (request, place) = (views[i / indices.Length], i % indices.Length);
            var view = ViewParameters.Draw(recipe, request.Kind, Augmenter.Stream(recipe.Seed, request.Purpose, epoch, step, place));
            (places[4 * i], places[(4 * i) + 1], places[(4 * i) + 2]) = (indices[place], view.CropX, view.CropY);
            places[(4 * i) + 3] = view.Flip ? 1 : 0;
            new ColorMap(view, meanLuma: 0).Matrix.CopyTo(colors.AsSpan(10 * i));
            colors[(10 * i) + 9] = (float)((1 - view.Contrast) * view.Brightness);
        }

        var crop = Crop(tensor(places).view(count, 4).to(_device));                                // (V·N, 3, 1024)
        var color = tensor(colors).view(count, 10).to(_device);
        var matrix = color.narrow(1, 0, 9).view(count, Channels, Channels, 1);                     // (V·N, to, from, 1)
        var pivot = (crop * _luma).sum(1).mean([1], keepdim: true).unsqueeze(2);                   // (V·N, 1, 1)

        // Not a product of matrices: on a GPU that would round to TF32.
        var mapped = (matrix * crop.unsqueeze(1)).sum(2).Plus(color.narrow(1, 9, 1).unsqueeze(2) * pivot);
        return (mapped.Between(0, 255) * _scale).Plus(_shift).view(count, Channels, Side, Side).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var tensor in new[] { _pixels, _side, _luma, _scale, _shift }) tensor.Dispose();
    }

    /// <param name="places">(V, 4): image, crop to the right, crop below, flipped or not.</param>
    /// <returns>(V, 3, 1024) byte values, zero outside the image.</returns>
    private Tensor Crop(Tensor places)
    {
        var (right, below, flip) = (places.narrow(1, 1, 1), places.narrow(1, 2, 1), places.narrow(1, 3, 1));
        var columns = where(flip.to(@bool), _side.flip(0), _side).Plus(right);                      // (V, 32)
        var rows = _side.Plus(below);                                                              // (V, 32)
        var inside = Inside(rows).unsqueeze(2).logical_and(Inside(columns).unsqueeze(1));          // (V, 32, 32)
        var at = rows.Between(0, Side - 1).Times(Side).unsqueeze(2).Plus(columns.Between(0, Side - 1).unsqueeze(1));
        return _pixels.index_select(0, places.select(1, 0))
            .gather(2, at.view(-1, 1, Plane).expand(-1, Channels, -1))
            .to(float32) * inside.view(-1, 1, Plane);

        static Tensor Inside(Tensor position) => position.eq(position.Between(0, Side - 1));
    }
}
