using System.Diagnostics.CodeAnalysis;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using OrleansHybrid.Cli.Conventions;

namespace OrleansHybrid.Cli.Downloads;

/// <summary>
/// Downloads a data set into the data directory. The archive is downloaded unless it exists, checked against its published MD5 and
/// unpacked. The folder appears complete or not at all, and the same command resumes after any interruption.
/// </summary>
internal sealed class DatasetDownload(OfficialArchive archive, string directory, HttpClient http)
{
    private readonly string _archivePath = Path.GetFullPath(Path.Combine(directory, archive.FileName));

    /// <summary>The folder of the data set afterwards.</summary>
    public string Folder { get; } = Path.GetFullPath(Path.Combine(directory, archive.Folder));

    /// <param name="progressed">Receives the number of bytes of the archive so far and, if known, the total.</param>
    /// <param name="stop">Stops the download; the bytes so far are kept for the next time.</param>
    /// <exception cref="UserException">The network, the archive or the disk prevents it; the message gives the remedy.</exception>
    public async Task Execute(Action<long, long?> progressed, CancellationToken stop)
    {
        try
        {
            if (Directory.Exists(Folder)) return;
            Directory.CreateDirectory(directory);
            if (!File.Exists(_archivePath)) await Fetch(progressed, stop);
            else if (await Mismatch(_archivePath, stop) is { } mismatch)
                throw new UserException($"{mismatch} Delete it and run the same command again.");
            Unpack();
        }
        catch (HttpRequestException refused)
        {
            throw new UserException(
                $"{archive.Dataset} cannot be downloaded: {refused.Message.TrimEnd('.')}. Run the same command again to resume. "
                + $"Without a network here, download {archive.Source} elsewhere, put it at {_archivePath} and run the same command again.",
                refused);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UserException(
                $"{archive.Dataset} cannot be written to {Path.GetFullPath(directory)}: {refused.Message.TrimEnd('.')}. "
                + "Free space there or name another folder with --data, and run the same command again.",
                refused);
        }
    }

    private async Task Fetch(Action<long, long?> progressed, CancellationToken stop)
    {
        var partial = _archivePath + ".partial";
        await new ResumableDownload(http, archive.Source, partial).Fetch(progressed, stop);
        if (await Mismatch(partial, stop) is { } mismatch)
        {
            File.Delete(partial);
            throw new UserException($"{mismatch} It is deleted: run the same command again.");
        }

        File.Move(partial, _archivePath);
    }

    /// <returns>The difference from the published file; null if there is none.</returns>
    [
        SuppressMessage(
            "Security", "CA5351", Justification = "The publisher gives no other sum; it is asked about damage, not about forgery."),
    ]
    private async Task<string?> Mismatch(string path, CancellationToken stop)
    {
        await using var file = File.OpenRead(path);
        var actual = Convert.ToHexStringLower(await MD5.HashDataAsync(file, stop));
        return actual == archive.Md5 ? null
            : $"{path} is not the published archive of {archive.Dataset}: its MD5 is {actual}, not {archive.Md5}.";
    }

    private void Unpack()
    {
        var partial = Folder + ".partial";
        if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        Directory.CreateDirectory(partial);
        using (var file = File.OpenRead(_archivePath))
        using (var tar = new GZipStream(file, CompressionMode.Decompress))
            TarFile.ExtractToDirectory(tar, partial, overwriteFiles: false);
        Directory.Move(Path.Combine(partial, archive.Folder), Folder);
        Directory.Delete(partial, recursive: true);
    }
}
