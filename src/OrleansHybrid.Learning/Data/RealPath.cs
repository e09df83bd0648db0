namespace OrleansHybrid.Learning.Data;

/// <summary>Where a path leads once every link on its way is followed.</summary>
internal static class RealPath
{
    // What the kernel itself follows.
    private const int MostLinks = 40;

    /// <param name="path">A full path.</param>
    /// <exception cref="IOException">It leads through more links than any program follows.</exception>
    public static string Of(string path)
    {
        var (real, links) = (Path.GetPathRoot(path)!, 0);
        var rest = new Stack<string>();
        Push(path[real.Length..]);
        while (rest.TryPop(out var part))
        {
            var next = Path.GetFullPath(Path.Combine(real, part));
            if (new DirectoryInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks) throw new IOException($"{path} leads through more than {MostLinks} links");
            if (Path.IsPathRooted(target)) real = Path.GetPathRoot(target)!;
            Push(target[(Path.GetPathRoot(target)?.Length ?? 0)..]);
        }

        return real;

        void Push(string parts)
        {
            foreach (var part in parts.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse()) rest.Push(part);
        }
    }

    /// <summary>Whether there is a file under a path, and not a link to nothing or to itself.</summary>
    public static bool IsFile(string path)
    {
        var file = new FileInfo(path);
        // Of a link to nothing the system says that it exists.
        if (!file.Exists || (file.Attributes & FileAttributes.ReparsePoint) == 0) return file.Exists;
        try
        {
            return file.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true };
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Whether a folder is another one or lies in it.</summary>
    public static bool IsWithin(string folder, string other) =>
        folder == other
            || folder.StartsWith(Path.TrimEndingDirectorySeparator(other) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
