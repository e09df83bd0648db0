using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using OrleansHybrid.Learning.Layers;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Layers;

public class ActivationMemoryTests
{
    // Of no size that a network has, so that no other test takes the blocks.
    private const long Pixels = 613 * 1021;

    [Theory]
    [InlineData(ScalarType.Float32, 3)]
    [InlineData(ScalarType.BFloat16, 5)]
    public void Empty_OfASizeThatCameBack_IsTheSameMemory(ScalarType type, long channels)
    {
        var first = Make();
        var address = Start(first);
        var view = first.view(-1);
        first.Dispose();
        using (var second = Make()) Assert.NotEqual(address, Start(second));       // A view still reads the first.
        view.Dispose();

        using var third = Make();
        using var fourth = Make();
        Assert.Contains(address, new[] { Start(third), Start(fourth) });
        Assert.NotEqual(Start(third), Start(fourth));

        static unsafe nint Start(Tensor tensor) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

        Tensor Make()
        {
            var tensor = ActivationMemory.Empty([channels, Pixels], type);
            Assert.Equal([channels, Pixels], tensor.shape);
            Assert.Equal(type, tensor.dtype);
            Assert.True(tensor.is_contiguous());
            return tensor;
        }
    }

    [Fact]
    public void Empty_FromManyThreads_GivesEachItsOwn()
    {
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            using var tensor = ActivationMemory.Empty([Pixels], float32);
            tensor.fill_(i);
            Assert.True(tensor.eq(i).all().item<bool>());
        });
    }

    [Fact]
    public void Empty_Small_IsATensorLikeAnyOther()
    {
        using var tensor = ActivationMemory.Empty([2, 3], float32);
        Assert.Equal([2, 3], tensor.shape);
    }
}
