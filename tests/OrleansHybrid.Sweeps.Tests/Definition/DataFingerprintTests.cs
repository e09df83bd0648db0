using System.Text.Json;
using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Sweeps.Tests.Definition;

public sealed class DataFingerprintTests
{
    private static readonly byte[] Hash = [.. Enumerable.Range(0, 32).Select(number => (byte)number)];

    [Fact]
    public void Of_ReadWholeOrInParts_IsNeverTheSame()
    {
        var (whole, sampled) = (DataFingerprint.Of(Hash, isSampled: false), DataFingerprint.Of(Hash, isSampled: true));
        Assert.Equal(("sha256-000102030405", "sampled-000102030405"), (whole.Brief, sampled.Brief));
        Assert.NotEqual(whole, sampled);
        Assert.Equal(whole, DataFingerprint.Of(Hash, isSampled: false));
    }

    [Fact]
    public void Json_OfEveryKind_ReadsBackTheSame()
    {
        foreach (var fingerprint in new[] { DataFingerprint.Of(Hash, false), DataFingerprint.Of(Hash, true), DataFingerprint.Synthetic })
        {
            var json = ProtocolJson.Write(fingerprint);
            Assert.Equal($"\"{fingerprint.Value}\"", json);
            Assert.Equal(fingerprint, ProtocolJson.Read<DataFingerprint>(json));
        }
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"sha256-\"")]
    [InlineData("\"sha256-00\"")]
    [InlineData("\"synthetic-x\"")]
    [InlineData("\"../../etc/passwd\"")]
    [InlineData("7")]
    [InlineData("{}")]
    public void Json_OfSomethingElse_IsRefused(string json) => Assert.Throws<JsonException>(() => ProtocolJson.Read<DataFingerprint>(json));

    [Fact]
    public void OfBuiltIn_OfDataInFiles_IsUnknown() =>
        Assert.Equal(
            [DatasetName.Synthetic], Enum.GetValues<DatasetName>().Where(dataset => DataFingerprint.OfBuiltIn(dataset) is not null));

    [Fact]
    public void ResultKey_OfOneRecipe_DiffersByTheDataAlone()
    {
        var trial = SweepYaml.Named("parameters: {imbalance: {values: [10]}}").Trial(0);
        var (one, other) = (DataFingerprint.Of(Hash, false), DataFingerprint.Of([.. Hash.Reverse()], false));
        Assert.Equal(trial.ResultKey(one), trial.ResultKey(one));
        Assert.NotEqual(trial.ResultKey(one), trial.ResultKey(other));
        // Where results of the built-in images have always been kept.
        Assert.Equal(trial.ContentHash, trial.ResultKey(DataFingerprint.Synthetic));
    }

    [Fact]
    public void Datasets_OfASweepOverThem_AreAllThatAnyTrialHas()
    {
        Assert.Equal(
            [DatasetName.Cifar10, DatasetName.ImageFolder],
            SweepYaml.Named("parameters: {dataset: {values: [cifar10, image-folder]}}").Datasets);
        Assert.Equal([DatasetName.Synthetic], SweepYaml.Named("parameters: {imbalance: {values: [10]}}").Datasets);
    }
}
