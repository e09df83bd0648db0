using OrleansHybrid.Learning.Augmentation;
using OrleansHybrid.Learning.Data;
using SkiaSharp;

namespace OrleansHybrid.Learning.Tests.Data;

public sealed class ImageDecoderTests
{
    [Fact]
    public void Decode_PngThatIsSmallEnough_IsItsPixels()
    {
        var image = Decode(DrawnPhoto.Png(3, 1, 50, 40), shorterSide: 40);
        Assert.Equal((50, 40), (image.Width, image.Height));
        Assert.Equal(DrawnPhoto.Pixels(3, 1, 50, 40), image.Pixels);
    }

    [Fact]
    public void Decode_JpegThatIsSmallEnough_IsNearlyThePixelsThatWentIntoIt()
    {
        var image = Decode(DrawnPhoto.Jpeg(3, 1, 50, 40), shorterSide: 40);
        Assert.InRange(MeanDifference(DrawnPhoto.Pixels(3, 1, 50, 40), image.Pixels), 0.1, 8);
    }

    [Theory]
    [InlineData(640, 480, 91, 121, 91)]
    [InlineData(480, 640, 91, 91, 121)]
    [InlineData(100, 92, 91, 99, 91)]
    [InlineData(92, 92, 91, 91, 91)]
    [InlineData(91, 400, 91, 91, 400)]
    [InlineData(4, 3, 91, 4, 3)]
    public void Decode_LargeImage_IsShrunkToTheShorterSide(int width, int height, int shorterSide, int expectedWidth, int expectedHeight)
    {
        foreach (var file in new[] { DrawnPhoto.Jpeg(1, 2, width, height), DrawnPhoto.Png(1, 2, width, height) })
        {
            var image = Decode(file, shorterSide);
            Assert.Equal((expectedWidth, expectedHeight), (image.Width, image.Height));
        }
    }

    [Fact]
    public void Decode_LargeJpeg_IsNearlyItsFullSizeResized()
    {
        var file = DrawnPhoto.Jpeg(5, 3, 800, 600);
        var (full, resampler) = (Decode(file, shorterSide: 600), new Resampler());
        resampler.Begin(full, new(0, 0, 800, 600), 400, 300);
        var expected = new List<byte>();
        for (var y = 0; y < 300; y++)
            foreach (var pixel in resampler.Line(y).ToArray().Chunk(4)) expected.AddRange((byte)pixel[0], (byte)pixel[1], (byte)pixel[2]);
        Assert.InRange(MeanDifference(expected, Decode(file, shorterSide: 300).Pixels), 0, 2);
    }

    [Fact]
    public void Decode_GrayImageAndTransparentOne_AreRgb()
    {
        using var gray = new SKBitmap(8, 8, SKColorType.Gray8, SKAlphaType.Opaque);
        gray.Erase(new SKColor(90, 90, 90));
        using var grayFile = gray.Encode(SKEncodedImageFormat.Jpeg, 95);
        foreach (var value in Decode(grayFile.ToArray(), 8).Pixels) Assert.InRange(value, 88, 92);

        // Transparency is left aside, not laid on black.
        using var clear = new SKBitmap(8, 8, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        clear.Erase(new SKColor(200, 100, 50, 64));
        using var clearFile = clear.Encode(SKEncodedImageFormat.Png, 95);
        Assert.Equal([200, 100, 50], Decode(clearFile.ToArray(), 8).Pixels[..3].ToArray());
    }

    [Theory]
    // Where the corners come from, in the order upper left, upper right, lower left, lower right: EXIF's table 6.
    [InlineData(1, "abcd")]
    [InlineData(2, "badc")]
    [InlineData(3, "dcba")]
    [InlineData(4, "cdab")]
    [InlineData(5, "acbd")]
    [InlineData(6, "cadb")]
    [InlineData(7, "dbca")]
    [InlineData(8, "bdac")]
    public void Decode_ImageOfATurnedCamera_IsUpright(int orientation, string corners)
    {
        foreach (var shorterSide in new[] { 64, 16 })
        {
            var (stored, upright) = (
                Decode(Corners(64, 96), shorterSide), Decode(DrawnPhoto.Turned(Corners(64, 96), orientation), shorterSide));
            Assert.Equal(orientation > 4 ? (stored.Height, stored.Width) : (stored.Width, stored.Height), (upright.Width, upright.Height));
            Assert.Equal(corners, string.Concat(CornersOf(upright)));
        }
    }

    private static byte[] Corners(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                bitmap.SetPixel(
                    x,
                    y,
                    (y < height / 2, x < width / 2) switch
                    {
                        (true, true) => SKColors.Red,
                        (true, false) => SKColors.Lime,
                        (false, true) => SKColors.Blue,
                        _ => SKColors.White
                    });
        using var file = bitmap.Encode(SKEncodedImageFormat.Jpeg, 95);
        return file.ToArray();
    }

    private static IEnumerable<char> CornersOf(RgbImage image)
    {
        var (pixels, right, bottom) = (image.Pixels.ToArray(), image.Width - 2, image.Height - 2);
        return new[] { (1, 1), (right, 1), (1, bottom), (right, bottom) }.Select(place =>
        {
            var at = 3 * ((place.Item2 * image.Width) + place.Item1);
            return (pixels[at] > 128, pixels[at + 1] > 128, pixels[at + 2] > 128) switch
            {
                (true, false, false) => 'a',
                (false, true, false) => 'b',
                (false, false, true) => 'c',
                (true, true, true) => 'd',
                _ => '?'
            };
        });
    }

    [Fact]
    public void Decode_FilesThatAreNoImages_SaysWhatIsWrong()
    {
        var jpeg = DrawnPhoto.Jpeg(5, 3, 300, 200);
        var png = DrawnPhoto.Png(5, 3, 300, 200);
        Assert.Equal("it is empty", Fault([]));
        Assert.Equal("it is no image that we can read", Fault("<html>Not found</html>"u8));
        Assert.Equal("it is no image that we can read", Fault(jpeg.AsSpan(0, 40)));
        Assert.Equal("it is cut off", Fault(jpeg.AsSpan(0, jpeg.Length / 2)));
        Assert.Equal("it is cut off", Fault(png.AsSpan(0, png.Length / 2)));
        png[png.Length / 2] ^= 0xFF;
        Assert.NotNull(Fault(png));
    }

    private static string? Fault(ReadOnlySpan<byte> file) => new ImageDecoder(91).Decode(file, new());

    private static RgbImage Decode(byte[] file, int shorterSide)
    {
        var image = new RgbImage();
        Assert.Null(new ImageDecoder(shorterSide).Decode(file, image));
        return image;
    }

    private static double MeanDifference(IReadOnlyList<byte> expected, ReadOnlySpan<byte> actual)
    {
        Assert.Equal(expected.Count, actual.Length);
        return actual.ToArray().Zip(expected, (a, b) => Math.Abs(a - b)).Average();
    }
}
