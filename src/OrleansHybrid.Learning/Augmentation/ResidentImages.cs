using OrleansHybrid.Learning.Arithmetic;
using OrleansHybrid.Sweeps.Settings;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Augmentation;

/// <summary>
/// Images of 32x32 that lie on the device as bytes, with <see cref="Augmenter"/>'s views computed there: what a step sends
/// to the device are a few numbers a view, in one copy for which nobody waits. The views are the same up to rounding.
/// </summary>
internal sealed class ResidentImages : IDisposable
{
    private const int Side = Augmenter.Side, Plane = Side * Side, Channels = RgbImage.Channels;

    // Of each view: image, crop to the right, crop below, flipped or not; and its colours, nine of a matrix and one of the pivot.
    private const int Places = 4, Colors = 10, Numbers = Places + Colors;

    // Places are sent as float32, which holds whole numbers up to here.
    private const int MostImages = 1 << 24;

    private readonly Device _device;
    private readonly Tensor _pixels, _labels, _side, _luma, _scale, _shift;

    /// <param name="pixels">(N, 3, 32, 32) bytes of the images; they are copied.</param>
    /// <param name="labels">(N) class numbers.</param>
    /// <param name="device">Where to.</param>
    public ResidentImages(byte[] pixels, IReadOnlyList<int> labels, Device device)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(labels.Count, MostImages);
        using var scope = NewDisposeScope();
        _device = device;
        _pixels = tensor(pixels).view(-1, Channels, Plane).to(device).DetachFromDisposeScope();              // (N, 3, 1024)
        _labels = tensor([.. labels.Select(label => (long)label)]).to(device).DetachFromDisposeScope();      // (N)
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
    /// <returns>
    /// (V·N, 3, 32, 32) on the device: the first view of each image, then the second..., and (V·N) the class of each.
    /// </returns>
    public (Tensor Views, Tensor Labels) Views(
        Recipe recipe, ReadOnlySpan<int> indices, ReadOnlySpan<ViewRequest> views, int epoch, int step)
    {
        using var scope = NewDisposeScope();
        var count = views.Length * indices.Length;
        var numbers = new float[Numbers * count];
        for (var i = 0; i < count; i++)
        {
            var (request, place) = (views[i / indices.Length], i % indices.Length);
            var view = ViewParameters.Draw(recipe, request.Kind, Augmenter.Stream(recipe.Seed, request.Purpose, epoch, step, place));
            var own = numbers.AsSpan(Numbers * i, Numbers);
            (own[0], own[1], own[2], own[3]) = (indices[place], view.CropX, view.CropY, view.Flip ? 1 : 0);
            new ColorMap(view, meanLuma: 0).Matrix.CopyTo(own[Places..]);
            own[^1] = (float)((1 - view.Contrast) * view.Brightness);
        }

        var sent = tensor(numbers).view(count, Numbers).SentTo(_device);                           // (V·N, 14)
        var places = sent.narrow(1, 0, Places).to(int64);                                          // (V·N, 4)
        var color = sent.narrow(1, Places, Colors);                                                // (V·N, 10)
        var crop = Crop(places);                                                                   // (V·N, 3, 1024)
        var matrix = color.narrow(1, 0, 9).view(count, Channels, Channels, 1);                     // (V·N, to, from, 1)
        var pivot = (crop * _luma).sum(1).mean([1], keepdim: true).unsqueeze(2);                   // (V·N, 1, 1)

        // Not a product of matrices: on a GPU that would round to TF32.
        var mapped = (matrix * crop.unsqueeze(1)).sum(2).Plus(color.narrow(1, 9, 1).unsqueeze(2) * pivot);
        return (
            (mapped.Between(0, 255) * _scale).Plus(_shift).view(count, Channels, Side, Side).MoveToOuterDisposeScope(),
            _labels.index_select(0, places.select(1, 0)).MoveToOuterDisposeScope());
    }

    public void Dispose()
    {
        foreach (var tensor in new[] { _pixels, _labels, _side, _luma, _scale, _shift }) tensor.Dispose();
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
