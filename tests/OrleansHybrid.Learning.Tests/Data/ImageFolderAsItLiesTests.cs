using System.Diagnostics;
using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;

namespace OrleansHybrid.Learning.Tests.Data;

/// <summary>Image folders as other programs, systems and people leave them.</summary>
public sealed class ImageFolderAsItLiesTests : IDisposable
{
    private static readonly byte[] Photo = DrawnPhoto.Jpeg(0, 0, 8, 8);

    private readonly ImageFolderOnDisk _folder = new();
    private string? _locked;
    private bool _hasStrangeNames;

    public ImageFolderAsItLiesTests() => Write("train/a/0.jpg", "train/b/0.jpg", "val/a/0.jpg", "val/b/0.jpg");

    public void Dispose()
    {
        // No path of ours leads to such a name, so nothing of ours can delete it.
        if (_hasStrangeNames) Shell("rm -r train");
        if (_locked is not null) Lock(_locked, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _folder.Dispose();
    }

    [Theory]
    [InlineData(".ipynb_checkpoints")]
    [InlineData(".git")]
    [InlineData("__MACOSX")]
    [InlineData("@eaDir")]
    [InlineData("lost+found")]
    public void Open_HiddenAndSystemFolders_AreNoClassesAndHaveNoImages(string name)
    {
        Write($"train/{name}/0.jpg", $"train/a/{name}/0.jpg", $"val/{name}/0.jpg", "train/a/._0.jpg");
        Assert.Equal([0, 1], Open().Train.Labels);
        Assert.Equal(["a", "b"], Open().Train.ClassNames);
        Assert.Equal([0, 1], Open().Test.Labels);
        Assert.Contains(
            Notices(),
            notice =>
                notice.Contains("3 files or folders", StringComparison.Ordinal) && notice.Contains("are hidden", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("train/a/loop", ".")]
    [InlineData("train/a/loop", "../a")]
    [InlineData("train/a/up", "..")]
    [InlineData("train/a/up", "../..")]
    [InlineData("train/a/other", "../b")]
    [InlineData("train/a/test", "../../val/b")]
    [InlineData("train/c", "a")]
    [InlineData("train/c", ".")]
    [InlineData("train/c", "..")]
    public void Open_LinkBackIntoTheDataSet_IsLeftAsideAndNamed(string link, string target)
    {
        Directory.CreateSymbolicLink(_folder.PathOf(link), target);
        Assert.Equal([0, 1], Open().Train.Labels);
        Assert.Contains(
            Notices(),
            notice =>
                notice.EndsWith(
                    $"that are links to folders of the data set itself are left aside, such as '{link}'.", StringComparison.Ordinal));
    }

    [Fact]
    public void Open_LinksToFoldersElsewhere_AreFollowedOnceRound()
    {
        Write("pool/c/0.jpg", "pool/c/1.jpg", "pool/more/2.jpg");
        Directory.CreateSymbolicLink(_folder.PathOf("train/c"), "../pool/c");
        Directory.CreateSymbolicLink(_folder.PathOf("train/a/more"), _folder.PathOf("pool/more"));
        Directory.CreateSymbolicLink(_folder.PathOf("pool/more/again"), "../more");
        Directory.CreateSymbolicLink(_folder.PathOf("val/c"), "../pool/c");
        Assert.Equal([0, 0, 1, 2, 2], Open().Train.Labels);
        Assert.Equal([0, 1, 2, 2], Open().Test.Labels);
        Assert.Contains(Notices(), notice => notice.EndsWith("such as 'train/a/more/again'.", StringComparison.Ordinal));
    }

    [Fact]
    public void Open_LinksToFiles_AreImages_AndToNothing_AreRefusedWithTheirNumber()
    {
        Write("pool/1.jpg");
        File.CreateSymbolicLink(_folder.PathOf("train/a/1.jpg"), "../../pool/1.jpg");
        Assert.Equal([0, 0, 1], Open().Train.Labels);
        Assert.Empty(_folder.Train().FindUndecodable());

        File.Delete(_folder.PathOf("pool/1.jpg"));
        File.CreateSymbolicLink(_folder.PathOf("train/a/2.jpg"), "2.jpg");
        var refusal = Refusal();
        Assert.Matches(
            $"{_folder.PathOf("train/a/")}[12].jpg is a link to what is not there, or not within this user's reach: .* So are 1 more.",
            refusal);
    }

    [Theory]
    [InlineData("train/c", true)]
    [InlineData("val/c", true)]
    [InlineData("train/a/more", true)]
    [InlineData("train/.cache", false)]
    [InlineData("train/a/notes.txt", false)]
    public void Open_LinkToAFolderThatIsNotThere_IsNoClassLess(string link, bool isRefused)
    {
        Write("train/a/0.jpg");
        Directory.CreateSymbolicLink(_folder.PathOf(link), _folder.PathOf("unmounted"));

        if (isRefused) Assert.Contains($"{_folder.PathOf(link)} is a link to what is not there", Refusal(), StringComparison.Ordinal);
        else Open();
    }

    [Fact]
    public void Open_OtherFiles_AreCountedByKindAndNamed()
    {
        Write("train/a/1.webp", "train/a/2.WEBP", "train/a/3.jfif", "train/b/4.bmp", "train/b/5.tif", "train/b/LICENSE", "train/notes.txt");
        var notices = Notices();
        Assert.StartsWith(
            $"6 files in {_folder.PathOf("train")} are left aside, for only .jpg, .jpeg, .png are read: "
                + "2 .webp, 1 .bmp, 1 .jfif, 1 .tif, 1 without an extension, such as 'train/a/1.webp'.",
            notices[0], StringComparison.Ordinal);
        Assert.EndsWith(
            "that lie beside the folders of the classes are left aside, such as 'train/notes.txt'.", notices[1], StringComparison.Ordinal);
        Assert.Equal(notices, _folder.Train().TakeWarnings());
    }

    [Fact]
    public void Open_ManyProblems_NamesAllAtOnce()
    {
        Write("train/c/0.webp", "val/d/0.jpg");
        File.CreateSymbolicLink(_folder.PathOf("train/a/1.jpg"), "nowhere");
        var refusal = Refusal();
        Assert.Contains($"{_folder.PathOf("val/d")} is a class that", refusal, StringComparison.Ordinal);
        Assert.Contains($"{_folder.PathOf("train/a/1.jpg")} is a link to what is not there", refusal, StringComparison.Ordinal);
        Assert.Contains(
            $"{_folder.PathOf("train/c")} has no .jpg, .jpeg, .png file (left aside so far: 1 .webp)", refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train/a/locked", UnixFileMode.None)]
    [InlineData("train/locked", UnixFileMode.None)]
    [InlineData("train/locked", UnixFileMode.UserRead)]
    [InlineData("val/a/locked", UnixFileMode.UserExecute)]
    public void Open_FolderThatMayNotBeRead_IsNamed(string name, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess) Assert.Skip("this user may read everything");
        Write($"{name}/1.jpg");
        Lock(_locked = _folder.PathOf(name), mode);
        Assert.Contains($"{_folder.PathOf(name)} may not be read by this user", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NameThatIsNoUtf8_IsLeftAsideAndNamed_OrRefusedOfAClass()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("this system's names are always Unicode");
        _hasStrangeNames = true;
        Shell("cp train/a/0.jpg \"train/a/$(printf 'caf\\351').jpg\"");
        Assert.Equal([0, 1], Open().Train.Labels);
        Assert.Contains(
            Notices(),
            notice =>
                notice.Contains("1 files or folders", StringComparison.Ordinal)
                    && notice.Contains("no UTF-8 (rename them: convmv", StringComparison.Ordinal));

        Shell("cp -r train/a \"train/$(printf 'caf\\351')\"");
        Assert.Contains("has a name that is no UTF-8: rename it", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NameWithTheReplacementCharacterItself_IsAName()
    {
        Write("train/a/\uFFFD.jpg");
        Assert.Equal([0, 0, 1], Open().Train.Labels);
        Assert.Empty(Notices());
    }

    private DataSplits Open() => _folder.Open();

    private List<string> Notices() => [.. Assert.IsType<ImageFileSplit>(Open().Train).Notices];

    private string Refusal() => Assert.Throws<DataException>(Open).Message;

    private static void Lock(string folder, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, mode);
    }

    private void Shell(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { WorkingDirectory = _folder.Root })!;
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }

    private void Write(params string[] names)
    {
        foreach (var name in names) _folder.Write(name, Photo);
    }
}
