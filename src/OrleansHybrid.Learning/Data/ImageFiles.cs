using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using OrleansHybrid.Learning.Augmentation;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Data;

/// <summary>
/// Images in JPEG and PNG files, decoded when they are needed. In place of a training image that cannot be decoded comes the
/// next one of its class that can; an image that is to be judged and cannot is left out. Both are named and counted.
/// </summary>
public sealed class ImageFiles : LabelledImages
{
    private const int NamedAtMost = 5;

    private readonly string _root, _remedy;
    private readonly string[] _files;
    private readonly Decoding _decoding;
    private readonly int[][] _classmates;
    private readonly ConcurrentBag<ImageReader> _readers = [];
    private readonly ConcurrentDictionary<int, string> _undecodable = [];
    private readonly ConcurrentQueue<string> _warnings = [];

    /// <param name="root">The data set's folder.</param>
    /// <param name="files">(N) paths in it.</param>
    /// <param name="labels">(N) class of each.</param>
    /// <param name="classNames">(C) names by class number.</param>
    /// <param name="decoding">How to decode them.</param>
    /// <param name="remedy">Where the files come from, for a person who lacks one.</param>
    /// <param name="notices">The first warnings.</param>
    internal ImageFiles(
        string root, string[] files, int[] labels, IReadOnlyList<string> classNames, Decoding decoding, string remedy,
        IReadOnlyList<string> notices)
        : base(labels, classNames)
    {
        foreach (var notice in notices) _warnings.Enqueue(notice);
        (_root, _files, _decoding, _remedy) = (root, files, decoding, remedy);
        var images = Enumerable.Range(0, labels.Length).ToLookup(index => labels[index]);
        _classmates = [.. Enumerable.Range(0, classNames.Count).Select(label => images[label].ToArray())];
    }

    public override int ViewSide => _decoding.Side;

    public override bool PreparesAhead => _decoding.Ahead;

    public override int Undecodable => _undecodable.Count;

    /// <inheritdoc/>
    public override unsafe void Views(
        Recipe recipe, ReadOnlySpan<int> indices, ReadOnlySpan<ViewRequest> views, int epoch, int step, Span<float> destination)
    {
        RequireRoom(views.Length * indices.Length, destination);
        var (batch, requests) = (indices.ToArray(), views.ToArray());
        fixed (float* start = destination)
        {
            // Every thread writes views of its own; this one waits for all of them.
            var address = (nint)start;
            ForEach(batch, (place, reader) =>
            {
                ReadOrStandIn(batch[place], reader);
                for (var i = 0; i < requests.Length; i++)
                {
                    var view = new Span<float>((float*)address + ((long)((i * batch.Length) + place) * ViewLength), ViewLength);
                    var random = Augmenter.Stream(recipe.Seed, requests[i].Purpose, epoch, step, place);
                    reader.Crop.Random(reader.Image, recipe, requests[i].Kind, random, view);
                }
            });
        }
    }

    /// <inheritdoc/>
    public override unsafe int[] Plain(ReadOnlySpan<int> indices, Span<float> destination)
    {
        RequireRoom(indices.Length, destination);
        var batch = indices.ToArray();
        var isRead = new bool[batch.Length];
        fixed (float* start = destination)
        {
            var address = (nint)start;
            ForEach(batch, (place, reader) =>
            {
                if (!(isRead[place] = TryRead(batch[place], reader, "It is left out of the evaluation"))) return;
                reader.Crop.Central(reader.Image, new((float*)address + ((long)place * ViewLength), ViewLength));
            });
        }

        var written = 0;
        for (var place = 0; place < batch.Length; place++)
        {
            if (!isRead[place]) continue;
            if (written < place) destination.Slice(place * ViewLength, ViewLength).CopyTo(destination[(written * ViewLength)..]);
            batch[written++] = batch[place];
        }

        return batch[..written];
    }

    /// <summary>Decodes every image.</summary>
    /// <returns>Path of each that cannot be read or decoded, and why.</returns>
    internal IReadOnlyList<(string File, string Reason)> FindUndecodable()
    {
        ForEach(_files, (place, reader) =>
        {
            if (FaultOf(place, reader) is { } fault) _undecodable.TryAdd(place, fault);
        });
        return [.. _undecodable.OrderBy(pair => pair.Key).Select(pair => (Path.Combine(_root, _files[pair.Key]), pair.Value))];
    }

    /// <inheritdoc/>
    public override IEnumerable<string> TakeWarnings()
    {
        if (_decoding.Cache?.TakeTrouble() is { } trouble) yield return trouble;
        while (_warnings.TryDequeue(out var warning)) yield return warning;
    }

    private void ReadOrStandIn(int index, ImageReader reader)
    {
        var classmates = _classmates[Labels[index]];
        var at = Array.BinarySearch(classmates, index);
        for (var i = 0; i < classmates.Length; i++)
            if (TryRead(classmates[(at + i) % classmates.Length], reader, "The next image of its class that can stands in for it")) return;
        throw new DataException(
            $"None of the {classmates.Length} training images of the class {ClassNames[Labels[index]]} can be decoded, such as "
            + $"{Path.Combine(_root, _files[index])}: {_undecodable[index]}. {_remedy}");
    }

    private string? FaultOf(int index, ImageReader reader)
    {
        try
        {
            return reader.Read(_root, _files[index]);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return unreadable.Message.TrimEnd('.');
        }
    }

    private bool TryRead(int index, ImageReader reader, string consequence)
    {
        if (_undecodable.ContainsKey(index)) return false;
        var path = Path.Combine(_root, _files[index]);
        try
        {
            if (reader.Read(_root, _files[index]) is not { } fault) return true;
            if (_undecodable.TryAdd(index, fault) && _undecodable.Count <= NamedAtMost)
                _warnings.Enqueue($"{path} cannot be decoded: {fault}. {consequence}.");
            return false;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{path} cannot be read: {unreadable.Message.TrimEnd('.')}. {_remedy}", unreadable);
        }
    }

    private void ForEach<T>(T[] items, Action<int, ImageReader> use)
    {
        try
        {
            Parallel.For(
                0,
                items.Length,
                new() { MaxDegreeOfParallelism = _decoding.Threads },
                () => _readers.TryTake(out var reader) ? reader : new(_decoding),
                (place, _, reader) =>
                {
                    use(place, reader);
                    return reader;
                },
                _readers.Add);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }
}
