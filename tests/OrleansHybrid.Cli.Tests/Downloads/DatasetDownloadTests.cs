using System.Diagnostics.CodeAnalysis;
using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using OrleansHybrid.Cli.Conventions;
using OrleansHybrid.Cli.Downloads;

namespace OrleansHybrid.Cli.Tests.Downloads;

public sealed class DatasetDownloadTests : IDisposable
{
    private const string Folder = "tiny-batches-bin";
    private static readonly byte[] Pixels = [.. Enumerable.Range(0, 200_000).Select(i => (byte)((i * 2_654_435_761L) >> 16))];
    private static readonly byte[] Archive = TarGz();

    private readonly string _data = Directory.CreateTempSubdirectory("orleanshybrid-").FullName;
    private readonly HttpClient _http = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string ArchivePath => Path.Combine(_data, "archive.tar.gz");

    private string PartialPath => ArchivePath + ".partial";

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Execute_FromNothing_UnpacksTheCheckedArchiveAndLeavesNothingHalf()
    {
        await using var server = new ArchiveServer(Archive);
        var progress = new List<(long Came, long? Total)>();

        await Download(server.Address, progress);

        Assert.Equal(Pixels, await File.ReadAllBytesAsync(Path.Combine(_data, Folder, "test_batch.bin"), Stop));
        Assert.Equal((Archive.Length, Archive.Length), progress[^1]);
        Assert.Equal(["archive.tar.gz", Folder], Directory.GetFileSystemEntries(_data).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Execute_ConnectionBreaksTwice_AsksForTheRestEachTime()
    {
        await using var server = new ArchiveServer(Archive) { Breaks = new([50_000, 60_000]) };
        await Download(server.Address);
        Assert.Equal([0, 50_000, 110_000], server.Requests);
        Assert.Equal(Archive, await File.ReadAllBytesAsync(ArchivePath, Stop));
    }

    [Fact]
    public async Task Execute_AfterAnEarlierProcessWasKilled_GoesOnFromItsBytes()
    {
        await File.WriteAllBytesAsync(PartialPath, Archive[..70_000], Stop);
        await using var server = new ArchiveServer(Archive);
        await Download(server.Address);
        Assert.Equal([70_000], server.Requests);
        Assert.True(Directory.Exists(Path.Combine(_data, Folder)));
    }

    [Fact]
    public async Task Execute_KilledBetweenTheLastByteAndTheCheck_FetchesNothingAgain()
    {
        await File.WriteAllBytesAsync(PartialPath, Archive, Stop);
        await using var server = new ArchiveServer(Archive);
        var progress = new List<(long Came, long? Total)>();
        await Download(server.Address, progress);
        Assert.Empty(progress);
        Assert.True(Directory.Exists(Path.Combine(_data, Folder)));
    }

    [Fact]
    public async Task Execute_ServerWithoutRanges_StartsAgainAndStillComesThrough()
    {
        await using var server = new ArchiveServer(Archive) { KnowsRanges = false, Breaks = new([50_000]) };
        await Download(server.Address);
        Assert.Equal([0, 50_000], server.Requests);
        Assert.True(Directory.Exists(Path.Combine(_data, Folder)));
    }

    [Fact]
    public async Task Execute_ConnectionBringsNothing_KeepsWhatCameAndSaysThatTheCommandGoesOn()
    {
        await using var server = new ArchiveServer(Archive) { Breaks = new([50_000, 0]) };
        var message = (await Assert.ThrowsAsync<UserException>(() => Download(server.Address))).Message;
        Assert.Contains("same command again to resume", message, StringComparison.Ordinal);
        Assert.Equal(Archive[..50_000], await File.ReadAllBytesAsync(PartialPath, Stop));
        Assert.False(Directory.Exists(Path.Combine(_data, Folder)));
    }

    [Fact]
    public async Task Execute_WrongMd5_DeletesWhatCameAndNamesBothSums()
    {
        var damaged = (byte[])Archive.Clone();
        damaged[1_000] ^= 1;
        await using var server = new ArchiveServer(damaged);

        var message = (await Assert.ThrowsAsync<UserException>(() => Download(server.Address))).Message;

        Assert.Contains(Md5(damaged), message, StringComparison.Ordinal);
        Assert.Contains(Md5(Archive), message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_data));

        server.Content = Archive;
        await Download(server.Address);
        Assert.True(Directory.Exists(Path.Combine(_data, Folder)));
    }

    [Fact]
    public async Task Execute_NoNetwork_SaysWhatToFetchByHandAndWhereToPutIt()
    {
        var closed = ClosedAddress();
        var message = (await Assert.ThrowsAsync<UserException>(() => Download(closed))).Message;
        Assert.Contains(
            $"download {closed} elsewhere, put it at {ArchivePath} and run the same command again", message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_ArchivePutThereByHand_NeedsNoNetwork()
    {
        await File.WriteAllBytesAsync(ArchivePath, Archive, Stop);
        await Download(ClosedAddress());
        Assert.Equal(Pixels, await File.ReadAllBytesAsync(Path.Combine(_data, Folder, "test_batch.bin"), Stop));
    }

    [Fact]
    public async Task Execute_ArchiveByHandIsCutShort_IsRefusedAndLeftToItsOwner()
    {
        await File.WriteAllBytesAsync(ArchivePath, Archive[..90_000], Stop);
        var message = (await Assert.ThrowsAsync<UserException>(() => Download(ClosedAddress()))).Message;
        Assert.StartsWith(ArchivePath, message, StringComparison.Ordinal);
        Assert.EndsWith("Delete it and run the same command again.", message, StringComparison.Ordinal);
        Assert.True(File.Exists(ArchivePath));
    }

    [Fact]
    public async Task Execute_UnpackingWasInterrupted_UnpacksAgainFromItsStart()
    {
        await File.WriteAllBytesAsync(ArchivePath, Archive, Stop);
        var half = Directory.CreateDirectory(Path.Combine(_data, Folder + ".partial", Folder)).FullName;
        await File.WriteAllTextAsync(Path.Combine(half, "test_batch.bin"), "half", Stop);
        await Download(ClosedAddress());
        Assert.Equal(Pixels.Length, new FileInfo(Path.Combine(_data, Folder, "test_batch.bin")).Length);
        Assert.False(Directory.Exists(Path.Combine(_data, Folder + ".partial")));
    }

    [Fact]
    public async Task Execute_DataSetIsThere_DoesNothing()
    {
        Directory.CreateDirectory(Path.Combine(_data, Folder));
        await Download(ClosedAddress());
        Assert.Equal([Folder], Directory.GetFileSystemEntries(_data).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Execute_FolderUnderAFile_NamesTheOption()
    {
        var file = Path.Combine(_data, "file");
        await File.WriteAllTextAsync(file, "", Stop);
        var download = new DatasetDownload(Official(ClosedAddress()), file, _http);
        var message = (await Assert.ThrowsAsync<UserException>(() => download.Execute((_, _) => { }, Stop))).Message;
        Assert.Contains(file, message, StringComparison.Ordinal);
        Assert.Contains("--data", message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_OfficialArchives_AreOfTheCifarsAndHaveSums()
    {
        Assert.Equal(["cifar-10-binary.tar.gz", "cifar-100-binary.tar.gz"], OfficialArchive.All.Select(archive => archive.FileName));
        Assert.All(OfficialArchive.All, archive => Assert.Matches("^[0-9a-f]{32}$", archive.Md5));
    }

    private Task Download(Uri address, List<(long Came, long? Total)>? progress = null) =>
        new DatasetDownload(Official(address), _data, _http).Execute((came, total) => progress?.Add((came, total)), Stop);

    private static OfficialArchive Official(Uri address) => new("tiny", address, Md5(Archive), Folder);

    [SuppressMessage("Security", "CA5351", Justification = "The sum that the publisher gives.")]
    private static string Md5(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));

    private static Uri ClosedAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/archive.tar.gz");
    }

    private static byte[] TarGz()
    {
        using var archive = new MemoryStream();
        using (var gzip = new GZipStream(archive, CompressionLevel.NoCompression, leaveOpen: true))
        using (var tar = new TarWriter(gzip))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, Folder + "/"));
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, Folder + "/test_batch.bin") { DataStream = new MemoryStream(Pixels) });
        }

        return archive.ToArray();
    }
}
