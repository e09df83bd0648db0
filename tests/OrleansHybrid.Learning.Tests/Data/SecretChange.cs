using OrleansHybrid.Learning.Data;

namespace OrleansHybrid.Learning.Tests.Data;

/// <summary>A file's content is replaced in place, and its length and time of modification are kept.</summary>
internal static class SecretChange
{
    public static void Of(string path, Action<byte[]> change)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells when a file was changed last");
        var (bytes, written, before) = (File.ReadAllBytes(path), File.GetLastWriteTimeUtc(path), FileStamp.Of(path));
        change(bytes);
        // File systems tell times in steps of some milliseconds: until one has passed.
        while (FileStamp.Of(path) is var now && now.GetValueOrDefault().Changed == before.GetValueOrDefault().Changed)
        {
            File.WriteAllBytes(path, bytes);
            File.SetLastWriteTimeUtc(path, written);
        }

        Assert.Equal(
            (before.GetValueOrDefault().Length, before.GetValueOrDefault().Modified),
            (FileStamp.Of(path).GetValueOrDefault().Length, FileStamp.Of(path).GetValueOrDefault().Modified));
    }
}
