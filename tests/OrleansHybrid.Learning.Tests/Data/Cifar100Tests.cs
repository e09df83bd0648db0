using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Learning.Tests.Data;

public sealed class Cifar100Tests : IDisposable
{
    private readonly FakeCifar100 _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Read_Records_TakesTheFineLabelAndThePixelsAfterIt()
    {
        _files.Write("train.bin", 49_999, 19, 99, 1, 2, 3);
        _files.Write("test.bin", 7, 3, 42, 4);
        var (train, test) = Cifar100.Open(_files.Root);
        var (last, seventh) = (train.ReadIntoMemory(49_999, 0), test.ReadIntoMemory(7));
        Assert.Equal((50_000, 10_000), (train.Labels.Length, test.Labels.Length));
        Assert.Equal([99, 0], last.Labels);
        Assert.Equal([1, 2, 3, 0], last.Pixels[..4]);
        Assert.Equal((42, (byte)4), (seventh.Labels[0], seventh.Pixels[0]));
    }

    [Fact]
    public void ClassNames_NoNamesFile_AreTheHundredInAlphabeticalOrder()
    {
        var names = Cifar100.Open(_files.Folder).Train.ClassNames;
        Assert.Equal(100, names.Distinct().Count());
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal(("apple", "worm"), (names[0], names[99]));
    }

    [Fact]
    public void ClassNames_FineNamesFile_IsUsedAndTheCoarseOneIsNot()
    {
        File.WriteAllLines(Path.Combine(_files.Folder, "coarse_label_names.txt"), ["aquatic_mammals", "fish"]);
        File.WriteAllLines(Path.Combine(_files.Folder, "fine_label_names.txt"), Enumerable.Range(0, 100).Select(i => $"name {i}"));
        Assert.Equal("name 99", Cifar100.Open(_files.Folder).Train.ClassNames[99]);
    }

    [Fact]
    public void Open_FilesOfCifar10InTheirPlace_AreRefusedWithBothLengths()
    {
        _files.Resize("train.bin", 50_000L * FakeCifar10.RecordBytes);
        var message = Assert.Throws<DataException>(() => Cifar100.Open(_files.Folder)).Message;
        Assert.Contains("153,650,000", message, StringComparison.Ordinal);
        Assert.Contains("50,000 records of 3,074 bytes make 153,700,000", message, StringComparison.Ordinal);
        Assert.Contains("CIFAR-100", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_LabelOutOfRange_NamesFileAndRecord()
    {
        _files.Write("train.bin", 31_234, 0, 100);
        var message = Assert.Throws<DataException>(() => Cifar100.Open(_files.Folder)).Message;
        Assert.Contains(
            "train.bin gives record 31,234 (from 0) the label 100, but CIFAR-100's labels are 0 to 99", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_Missing_NamesTheFilesAndTheCommandThatFetchesThem()
    {
        _files.Delete("test.bin");
        var message = Assert.Throws<DataException>(() => Cifar100.Open(_files.Root)).Message;
        Assert.Contains("no test.bin.", message, StringComparison.Ordinal);
        Assert.Contains("hybrid data download cifar100", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_RecipeOfCifar100_TrainsOnItsHundredClasses()
    {
        // One image of every class; the rest, which the caps leave out, are of class 0.
        for (var i = 0; i < 100; i++) _files.Write("test.bin", i, 0, (byte)i);
        for (var i = 0; i < 100; i++) _files.Write("train.bin", i, 0, (byte)i);
        var data = DataSets.Load(new Recipe { Dataset = DatasetName.Cifar100, Imbalance = 1, HeadImages = 1, TestImages = 1 }, _files.Root);
        Assert.Equal(Enumerable.Repeat(1, 100), data.Train.CountByClass());
        Assert.Equal(Enumerable.Repeat(1, 100), data.Test.CountByClass());
    }

    [Fact]
    public void Select_WithValidationImages_HoldsOutTwoOfEachOfItsHundredClasses()
    {
        // Four images of every class; the rest are of class 0.
        for (var i = 0; i < 400; i++) _files.Write("train.bin", i, 0, (byte)(i % 100));
        var recipe = new Recipe { Dataset = DatasetName.Cifar100, Imbalance = 1, HeadImages = 3, Validation = 2 };

        var selection = DataSets.Select(recipe, _files.Root);

        // One image of each is left over, but for class 0 with its many.
        Assert.Equal([3, .. Enumerable.Repeat(2, 99)], selection.TrainCountByClass());
        Assert.Equal(
            Enumerable.Repeat(2, 100),
            selection.ValidationIndices.CountBy(index => selection.Splits.Train.Labels[index]).OrderBy(count => count.Key).Select(
                count => count.Value));
        Assert.Empty(selection.TrainIndices.Intersect(selection.ValidationIndices));
    }
}
