using System.Runtime.InteropServices;
using Microsoft.Extensions.Time.Testing;
using OrleansHybrid.Cli.Running;

namespace OrleansHybrid.Cli.Tests.Commands;

public class InterruptTests
{
    [Fact]
    public void SecondSignal_EndsTheProcess_UnlessItIsAnEchoOfTheFirst()
    {
        var clock = new FakeTimeProvider();
        using var interrupt = new Interrupt(clock);
        bool IsHeldBack()
        {
            var signal = new PosixSignalContext(PosixSignal.SIGTERM);
            interrupt.Handle(signal);
            return signal.Cancel;
        }

        Assert.True(IsHeldBack());
        Assert.True(interrupt.Token.IsCancellationRequested);
        clock.Advance(TimeSpan.FromMilliseconds(10));
        Assert.True(IsHeldBack());
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(IsHeldBack());
    }
}
