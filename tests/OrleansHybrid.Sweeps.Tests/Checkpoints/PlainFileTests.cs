using System.Diagnostics;
using OrleansHybrid.Sweeps.Checkpoints;

namespace OrleansHybrid.Sweeps.Tests.Checkpoints;

public sealed class PlainFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orleanshybrid-");

    private string Place => Path.Combine(_folder.FullName, "weights");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_APlainFile_AndALinkToOne_AreTheirBytes()
    {
        File.WriteAllBytes(Place + ".there", [1, 2, 3]);
        File.CreateSymbolicLink(Place, "weights.there");
        Assert.Equal([1, 2, 3], PlainFile.Read(Place + ".there", mostBytes: 3));
        Assert.Equal([1, 2, 3], PlainFile.Read(Place, mostBytes: 3));
        Assert.Equal(3, PlainFile.LengthOf(Place));
    }

    [Fact]
    public void Read_ALargerFile_IsRefusedUnread()
    {
        using (var sparse = File.OpenHandle(Place, FileMode.CreateNew, FileAccess.Write)) RandomAccess.SetLength(sparse, 1L << 40);
        Assert.Equal("weights has 1099511627776 bytes, more than the 10 that are allowed", Refusal());
    }

    [Fact]
    public void Read_OfNoFile_SaysWhatIsThereInstead()
    {
        Assert.Equal("weights is missing", Refusal());
        Directory.CreateDirectory(Place);
        Assert.Equal("weights is a folder", Refusal());
        Directory.Delete(Place);
        File.WriteAllBytes(Place, []);
        Assert.Equal("weights is empty, or a pipe or a device", Refusal());
    }

    [Fact]
    public void Read_ALinkToNothing_AndOneToItself_AreNamed()
    {
        File.CreateSymbolicLink(Place, "nowhere");
        Assert.Equal("weights is a link to nowhere, which is not a file", Refusal());
        File.Delete(Place);
        File.CreateSymbolicLink(Place, "weights");
        Assert.Equal("weights is a link to itself", Refusal());
        File.Delete(Place);
        File.CreateSymbolicLink(Place, ".");
        Assert.Equal("weights is a link to ., which is not a file", Refusal());
    }

    [Fact]
    public void Read_ADeviceThatNeverEnds_AndAPipeThatNobodyWrites_AreNotOpened()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("this system has no /dev/zero");
        File.CreateSymbolicLink(Place, "/dev/zero");
        Assert.Equal("weights is empty, or a pipe or a device", Refusal());
        File.Delete(Place);
        using (var mkfifo = Process.Start("mkfifo", [Place])) mkfifo.WaitForExit();
        Assert.Equal("weights is empty, or a pipe or a device", Refusal());
    }

    private string Refusal() => Assert.Throws<InvalidDataException>(() => PlainFile.Read(Place, mostBytes: 10)).Message;
}
