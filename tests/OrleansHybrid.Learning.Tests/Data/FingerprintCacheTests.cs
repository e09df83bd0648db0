using OrleansHybrid.Learning.Data;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Tests.Data;

public sealed class FingerprintCacheTests : IDisposable
{
    private static readonly DataFingerprint Photos = DataFingerprint.Of(new byte[32], isSampled: false);

    private readonly TemporaryFolder _root = new();

    private string Beside => Path.Combine(_root.Path, "data");

    private string Own => Path.Combine(_root.Path, "own");

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Find_WhatWasKept_GivesItBackForTheseStampsAlone()
    {
        Cache().Keep("stamps", Photos);
        Assert.Equal(Photos, Cache().Find("stamps"));
        Assert.Null(Cache().Find("others"));
        Assert.Equal([Path.Combine(Beside, "fingerprints", "stamps")], Directory.GetFiles(_root.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Find_DamagedOrMovedEntry_IsNone()
    {
        Cache().Keep("stamps", Photos);
        var entry = Path.Combine(Beside, "fingerprints", "stamps");
        var whole = File.ReadAllText(entry);
        foreach (var damaged in new[] { "", "x", whole[..^1], whole.Replace('0', '1'), $"{whole} ", Photos.Value })
        {
            File.WriteAllText(entry, damaged);
            Assert.Null(Cache().Find("stamps"));
        }

        File.WriteAllText(Path.Combine(Beside, "fingerprints", "others"), whole);
        Assert.Null(Cache().Find("others"));
    }

    [Fact]
    public void Keep_ByManyWriters_LeavesOneWholeEntry()
    {
        Parallel.For(0, 100, _ =>
        {
            Cache().Keep("stamps", Photos);
            Assert.Equal(Photos, Cache().Find("stamps"));
        });
        Assert.Single(Directory.GetFiles(Path.Combine(Beside, "fingerprints")));
    }

    [Fact]
    public void Keep_WhereTheDataFolderMayNotBeWritten_GoesToTheUsersOwn()
    {
        File.WriteAllText(Beside, "in the way");
        Cache().Keep("stamps", Photos);
        Assert.True(File.Exists(Path.Combine(Own, "fingerprints", "stamps")));
        Assert.Equal(Photos, Cache().Find("stamps"));

        File.WriteAllText(Path.Combine(_root.Path, "file"), "in the way");
        FingerprintCache.Of(Beside, folder: null, Path.Combine(_root.Path, "file")).Keep("stamps", Photos);
    }

    [Theory]
    [InlineData(null, "data")]
    [InlineData("", "data")]
    [InlineData("named", "named")]
    [InlineData("off", "own")]
    public void Of_Environment_SaysWhere(string? folder, string expected)
    {
        var named = folder is "named" ? Path.Combine(_root.Path, folder) : folder;
        FingerprintCache.Of(Beside, named, Own).Keep("stamps", Photos);
        Assert.Equal(
            [Path.Combine(_root.Path, expected, "fingerprints", "stamps")],
            Directory.GetFiles(_root.Path, "*", SearchOption.AllDirectories));
    }

    private FingerprintCache Cache() => FingerprintCache.Of(Beside, folder: null, Own);
}
