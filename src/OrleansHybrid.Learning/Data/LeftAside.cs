using System.Globalization;
using OrleansHybrid.Sweeps.Checkpoints;

namespace OrleansHybrid.Learning.Data;

/// <summary>The files of an image folder that are not learned from, counted and with an example of each kind.</summary>
internal sealed class LeftAside
{
    private const int MostKinds = 8;

    private readonly SortedDictionary<string, int> _otherFiles = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, (int Count, string First)> _groups = new(StringComparer.Ordinal);
    private string? _firstOther;

    /// <summary>A file of another kind; <paramref name="name"/> is its path in the data set, as of all that follow.</summary>
    public void OtherFile(string name)
    {
        var kind = Path.GetExtension(name).ToLowerInvariant();
        if (kind.Length == 0) kind = "without an extension";
        _otherFiles[kind] = _otherFiles.GetValueOrDefault(kind) + 1;
        if (_firstOther is null || string.CompareOrdinal(name, _firstOther) < 0) _firstOther = name;
    }

    public void Hidden(string name) => Add("that are hidden, or the system's own", name);

    public void LinkBack(string name) => Add("that are links to folders of the data set itself", name);

    public void StrangeName(string name) => Add("whose names are no UTF-8 (rename them: convmv -f latin1 -t utf8 -r --notest DIR)", name);

    public void BesideClasses(string name) => Add("that lie beside the folders of the classes", name);

    /// <summary>All of it in a few words: <c>3 .webp, 1 .bmp, 2 that are hidden</c>; empty where there is nothing.</summary>
    public string Summary => string.Join(", ", new[] { Kinds }.Where(kinds => kinds.Length > 0)
        .Concat(_groups.Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Value.Count:N0} {group.Key}"))));

    private string Kinds =>
        string.Join(
            ", ",
            _otherFiles.OrderByDescending(kind => kind.Value)
                .Take(MostKinds)
                .Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Value:N0} {kind.Key}")))
        + (_otherFiles.Count > MostKinds ? " and other kinds" : "");

    /// <summary>A sentence for each kind.</summary>
    /// <param name="where">The folder.</param>
    /// <param name="kinds">The files that are read: <c>.jpg, .png</c>.</param>
    public IEnumerable<string> Sentences(string where, string kinds)
    {
        if (_firstOther is not null)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{_otherFiles.Values.Sum():N0} files in {where} are left aside, for only {kinds} are read: "
                    + $"{Kinds}, such as {Quotation.Of(_firstOther)}. Images of other kinds are read as PNG: mogrify -format png FILES");
        foreach (var (what, (count, first)) in _groups)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{count:N0} files or folders in {where} {what} are left aside, such as {Quotation.Of(first)}.");
    }

    private void Add(string what, string name)
    {
        var (count, first) = _groups.GetValueOrDefault(what, (0, name));
        _groups[what] = (count + 1, string.CompareOrdinal(name, first) < 0 ? name : first);
    }
}
