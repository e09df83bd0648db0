using OrleansHybrid.Cluster.Slots;
using OrleansHybrid.Cluster.Tests.Testing;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Slots;

public sealed class CheckpointFolderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void KeepOnly_DeletesWhatWasNeverCommitted()
    {
        Add("a0001-s000003", "a0001-s000006", "a0002-s000009.partial");

        new CheckpointFolder(_folder.Path).KeepOnly([Committed("a0001-s000003", 1)], attempt: 2);

        Assert.Equal(["a0001-s000003"], Left());
    }

    [Fact]
    public void KeepOnly_OfAnAttemptThatWasOvertaken_LeavesTheNewerOnesAlone()
    {
        Add("a0001-s000003", "a0001-s000006", "a0002-s000009", "a0002-s000012.partial", "notes");

        new CheckpointFolder(_folder.Path).KeepOnly([Committed("a0001-s000003", 1)], attempt: 1);

        Assert.Equal(["a0001-s000003", "a0002-s000009", "a0002-s000012.partial", "notes"], Left());
    }

    private static CheckpointRef Committed(string name, int attempt) => new(name, attempt, 1, 3, 1, "");

    private void Add(params ReadOnlySpan<string> names)
    {
        foreach (var name in names) Directory.CreateDirectory(_folder[name]);
    }

    private IEnumerable<string?> Left() => Directory.GetDirectories(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
