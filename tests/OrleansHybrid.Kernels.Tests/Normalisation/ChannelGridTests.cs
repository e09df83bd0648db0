using OrleansHybrid.Kernels.Normalisation;

namespace OrleansHybrid.Kernels.Tests.Normalisation;

public class ChannelGridTests
{
    [Theory]
    [InlineData(16L * 1024, 16)]
    [InlineData(100L * 192, 192)]
    public void Of_NumbersThatFillRows_HasAllOfThem(long numbers, int channels)
    {
        var grid = ChannelGrid.Of(numbers, channels, NumberType.Binary32)!.Value;
        Assert.Equal(numbers, (long)grid.Rows * grid.Columns);
        Assert.Equal(numbers / channels, grid.Pixels);
    }

    [Theory]
    [InlineData(3L * 16, 16)]
    [InlineData(24L * 1024, 24)]
    [InlineData(768L * 64 * 112 * 112, 64)]
    public void Of_NumbersThatDoNotFillRowsOrAreTooMany_IsNone(long numbers, int channels) =>
        Assert.Null(ChannelGrid.Of(numbers, channels, NumberType.Binary32));
}
