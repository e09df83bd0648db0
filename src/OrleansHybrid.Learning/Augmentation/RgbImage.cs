namespace OrleansHybrid.Learning.Augmentation;

/// <summary>A decoded image: (H, W, 3) bytes, a pixel's red, green and blue side by side. Its memory is used again for the next
/// one.</summary>
internal sealed class RgbImage
{
    /// <summary>Red, green and blue.</summary>
    public const int Channels = 3;

    private byte[] _pixels = [];

    public int Width { get; private set; }

    public int Height { get; private set; }

    public Span<byte> Pixels => _pixels.AsSpan(0, Channels * Width * Height);

    /// <summary>Makes room for an image of another size; its pixels are undefined until they are written.</summary>
    public void Resize(int width, int height)
    {
        (Width, Height) = (width, height);
        var length = Channels * width * height;
        if (_pixels.Length < length) _pixels = GC.AllocateUninitializedArray<byte>(length);
    }
}
