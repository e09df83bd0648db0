namespace OrleansHybrid.Learning.Data;

/// <summary>How images in files are decoded.</summary>
/// <param name="Side">Of a view, in pixels.</param>
/// <param name="Threads">How many decode.</param>
/// <param name="Ahead">Whether they do so while the device computes: on a CPU they would only take its cores away.</param>
/// <param name="Cache">Where decoded images are kept; null decodes each time.</param>
public sealed record Decoding(int Side, int Threads, bool Ahead, ImageCache? Cache)
{
    /// <summary>
    /// What the shorter side of a larger image is shrunk to before anything else: 320 for views of 224. A crop of half the area
    /// then still has a pixel for each of the view's.
    /// </summary>
    public int ShorterSide => Side * 10 / 7;
}
