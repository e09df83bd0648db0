namespace OrleansHybrid.EndToEnd;

/// <summary>What another program gets of the console.</summary>
public sealed class PipeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Table_IntoAPipe_HasNoColours_WhateverTheTerminalCanDo()
    {
        await using var hybrid = HybridProcess.Start(
            _folder.Path, ["preview", _folder.File("tiny.yaml", TinySweep.Yaml)], ("TERM", "xterm-256color"));

        Assert.Equal(0, await hybrid.Exited());

        Assert.Contains("0003", hybrid.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e", hybrid.Output, StringComparison.Ordinal);
    }
}
