using System.IO.Enumeration;
using OrleansHybrid.Sweeps.Checkpoints;

namespace OrleansHybrid.Learning.Data;

/// <summary>
/// The folders of the classes of one split, as they lie on somebody's disk. Links are followed, but into no folder that is read
/// anyway: those lead in circles, or show another class's images as this one's. What is hidden, or put there by a system, is
/// no class and no image. Problems are collected; no file is opened.
/// </summary>
/// <param name="root">The data set's folder.</param>
/// <param name="split">The split's folder in it.</param>
/// <param name="problems">Told what a person has to mend.</param>
internal sealed class ClassFolders(string root, string split, Action<string> problems)
{
    public static readonly string[] Extensions = [".jpg", ".jpeg", ".png"];

    private static readonly string[] SystemFolders =
    [
        "__MACOSX",
        "@eaDir",
        "#recycle",
        "$RECYCLE.BIN",
        "System Volume Information",
        "lost+found",
    ];

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    private readonly string _real = RealPath.Of(Path.Combine(root, split));
    private int _deadLinks;

    /// <summary>What is not learned from.</summary>
    public LeftAside Aside { get; } = new();

    /// <summary>Names of the classes, in ordinal order.</summary>
    public string[] Names()
    {
        var names = new List<string>();
        foreach (var entry in Entries(split))
        {
            var name = $"{split}/{entry.Name}";
            if (IsHidden(entry.Name)) Aside.Hidden(name);
            else if (IsDeadLink(name, entry)) DeadLink(name);
            else if (!entry.IsFolder) Aside.BesideClasses(name);
            else if (IsStrange(name, entry))
                problems(
                    $"{Quotation.Of(Path.Combine(root, name))} has a name that is no UTF-8: rename it, as with convmv -f latin1 -t utf8 "
                        + $"-r --notest {root}.");
            else if (entry.IsLink && LeadsBack(RealPath.Of(Path.Combine(root, name)))) Aside.LinkBack(name);
            else names.Add(entry.Name);
        }

        CountDeadLinks();
        names.Sort(StringComparer.Ordinal);
        return [.. names];
    }

    /// <summary>A class's images: paths in the data set, with slashes on every system, in ordinal order.</summary>
    /// <param name="others">The other split's folder, whose images are read as well.</param>
    public string[] Images(string name, string others)
    {
        var images = new List<string>();
        var folders = new Stack<(string Name, string Real)>([($"{split}/{name}", RealPath.Of(Path.Combine(root, split, name)))]);
        string[] read = [_real, RealPath.Of(Path.Combine(root, others))];
        while (folders.TryPop(out var folder))
        {
            var before = images.Count;
            foreach (var entry in Entries(folder.Name))
            {
                var path = $"{folder.Name}/{entry.Name}";
                if (IsHidden(entry.Name)) Aside.Hidden(path);
                else if (IsStrange(path, entry)) Aside.StrangeName(path);
                else if (entry.IsFolder) Enter(path, entry, folder.Real);
                else if (MayHoldImages(entry.Name) && IsDeadLink(path, entry)) DeadLink(path);
                else if (!IsImage(entry.Name)) Aside.OtherFile(path);
                else images.Add(path);
            }

            // Who may list a folder's names may still not reach its files.
            if (images.Count > before && !File.Exists(Path.Combine(root, images[before]))) Unreadable(folder.Name);
        }

        CountDeadLinks();
        images.Sort(StringComparer.Ordinal);
        return [.. images];

        void Enter(string path, Entry entry, string parent)
        {
            var real = entry.IsLink ? RealPath.Of(Path.Combine(root, path)) : Path.Combine(parent, entry.Name);
            if (entry.IsLink && (RealPath.IsWithin(parent, real) || read.Any(folder => RealPath.IsWithin(real, folder))))
                Aside.LinkBack(path);
            else folders.Push((path, real));
        }
    }

    private bool LeadsBack(string real) => RealPath.IsWithin(real, _real) || RealPath.IsWithin(_real, real);

    private List<Entry> Entries(string folder)
    {
        try
        {
            return
            [
                .. new FileSystemEnumerable<Entry>(
                    Path.Combine(root, folder),
                    (ref found) => new(found.FileName.ToString(), found.IsDirectory, (found.Attributes & FileAttributes.ReparsePoint) != 0),
                    Everything),
            ];
        }
        catch (UnauthorizedAccessException)
        {
            Unreadable(folder);
            return [];
        }
    }

    private void Unreadable(string folder) =>
        problems($"{Path.Combine(root, folder)} may not be read by this user: let it be read (chmod u+rx), or take it away.");

    private void DeadLink(string path)
    {
        if (_deadLinks++ == 0)
            problems(
                $"{Path.Combine(root, path)} is a link to what is not there, or not within this user's reach: "
                    + $"put that back, let it be read, or take the link away (find {root} -xtype l -delete).");
    }

    private void CountDeadLinks()
    {
        if (_deadLinks > 1) problems($"So are {_deadLinks - 1:N0} more.");
        _deadLinks = 0;
    }

    private bool IsDeadLink(string path, Entry entry) =>
        entry is { IsLink: true, IsFolder: false } && !RealPath.IsFile(Path.Combine(root, path));

    private static bool IsImage(string name) => Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);

    /// <summary>Of a link to nothing nobody can see whether it led to an image, to a folder of images or to neither.</summary>
    private static bool MayHoldImages(string name) => IsImage(name) || Path.GetExtension(name).Length == 0;

    private static bool IsHidden(string name) => name.StartsWith('.') || SystemFolders.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether its name cannot be read, so that it cannot be opened either.</summary>
    private bool IsStrange(string path, Entry entry) =>
        entry.Name.Contains('\uFFFD', StringComparison.Ordinal)
            && !(entry.IsFolder ? Directory.Exists(Path.Combine(root, path)) : File.Exists(Path.Combine(root, path)));

    private readonly record struct Entry(string Name, bool IsFolder, bool IsLink);
}
