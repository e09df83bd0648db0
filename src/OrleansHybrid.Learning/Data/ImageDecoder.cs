using OrleansHybrid.Learning.Augmentation;
using SkiaSharp;

namespace OrleansHybrid.Learning.Data;

/// <summary>
/// Decodes JPEGs and PNGs, and shrinks large ones on the way: a JPEG is decoded at the least multiple of an eighth of its
/// size that is large enough, which costs less than its full size. An image whose camera was turned is set upright;
/// transparency and colour profiles are left aside, as by torchvision. One thread at a time.
/// </summary>
/// <param name="shorterSide">What the shorter side of a larger image is shrunk to, in pixels.</param>
internal sealed class ImageDecoder(int shorterSide)
{
    private const int MostPixels = 1 << 28;

    private readonly RgbImage _decoded = new(), _stored = new();
    private readonly Resampler _resampler = new();
    private byte[] _rgba = [];

    /// <param name="file">Content of the file.</param>
    /// <param name="image">The image, if there is one.</param>
    /// <returns>Null, or else why it cannot be decoded: "it is cut off".</returns>
    public unsafe string? Decode(ReadOnlySpan<byte> file, RgbImage image)
    {
        fixed (byte* content = file)
        {
            using var data = SKData.Create((nint)content, file.Length);
            using var codec = file.IsEmpty ? null : SKCodec.Create(data);
            if (codec is null) return file.IsEmpty ? "it is empty" : "it is no image that we can read";

            var (full, size) = (codec.Info.Size, DecodedSize(codec));
            if ((long)size.Width * size.Height > MostPixels) return $"it has {size.Width}x{size.Height} pixels, more than fit into memory";
            if (Pixels(codec, size) is { } fault) return fault;

            if (codec.EncodedOrigin is SKEncodedOrigin.TopLeft)
            {
                Take(size, Target(full), image);
                return null;
            }

            Take(size, Target(full), _stored);
            Orientation.SetUpright(_stored, codec.EncodedOrigin, image);
            return null;
        }
    }

    /// <summary>Takes the pixels that were decoded, shrunk where they are more than wanted.</summary>
    private void Take(SKSizeI size, SKSizeI target, RgbImage image)
    {
        if (target == size)
        {
            Unpack(size, image);
            return;
        }

        Unpack(size, _decoded);
        Shrink(target, image);
    }

    private SKSizeI DecodedSize(SKCodec codec)
    {
        var full = codec.Info.Size;
        var shorter = Math.Min(full.Width, full.Height);
        if (shorter <= shorterSide) return full;
        var scaled = codec.GetScaledDimensions((int)Math.Ceiling(8.0 * shorterSide / shorter) / 8f);
        return Math.Min(scaled.Width, scaled.Height) >= shorterSide ? scaled : full;
    }

    private unsafe string? Pixels(SKCodec codec, SKSizeI size)
    {
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        if (_rgba.Length < info.BytesSize) _rgba = GC.AllocateUninitializedArray<byte>(info.BytesSize);
        fixed (byte* pixels = _rgba)
            return codec.GetPixels(info, (nint)pixels) switch
            {
                SKCodecResult.Success => null,
                SKCodecResult.IncompleteInput => "it is cut off",
                _ => "it is damaged",
            };
    }

    private SKSizeI Target(SKSizeI full)
    {
        var shorter = Math.Min(full.Width, full.Height);
        return shorter <= shorterSide ? full : new(Shrunk(full.Width), Shrunk(full.Height));

        int Shrunk(int length) => (int)Math.Round((double)length * shorterSide / shorter);
    }

    private void Unpack(SKSizeI size, RgbImage image)
    {
        image.Resize(size.Width, size.Height);
        var pixels = image.Pixels;
        for (int from = 0, to = 0; to < pixels.Length; from += 4, to += LabelledImages.Channels)
            _rgba.AsSpan(from, LabelledImages.Channels).CopyTo(pixels[to..]);
    }

    private void Shrink(SKSizeI target, RgbImage image)
    {
        image.Resize(target.Width, target.Height);
        _resampler.Begin(_decoded, new(0, 0, _decoded.Width, _decoded.Height), target.Width, target.Height);
        for (int y = 0, to = 0; y < target.Height; y++)
        {
            var line = _resampler.Line(y);
            for (var x = 0; x < 4 * target.Width; x += 4)
                for (var channel = 0; channel < LabelledImages.Channels; channel++)
                    image.Pixels[to++] = (byte)line[x + channel];
        }
    }
}
