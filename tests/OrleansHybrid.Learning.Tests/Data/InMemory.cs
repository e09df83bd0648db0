using OrleansHybrid.Learning.Data;

namespace OrleansHybrid.Learning.Tests.Data;

/// <summary>Images of a source that is known to read them into memory.</summary>
internal static class InMemory
{
    public static ImageSet ReadIntoMemory(this IImageSource source, params int[] indices) => Assert.IsType<ImageSet>(source.Read(indices));
}
