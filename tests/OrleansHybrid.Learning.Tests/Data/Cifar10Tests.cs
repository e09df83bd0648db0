using OrleansHybrid.Learning.Data;
using OrleansHybrid.Learning.Failures;

namespace OrleansHybrid.Learning.Tests.Data;

public sealed class Cifar10Tests : IDisposable
{
    private readonly FakeCifar10 _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Read_ImagesOfSeveralFiles_ComeInTheOrderAskedFor()
    {
        _files.Write("data_batch_1.bin", 2, 7, 1, 2, 3);
        _files.Write("data_batch_4.bin", 9_999, 9, 4, 5, 6);
        var images = Cifar10.Open(_files.Folder).Train.ReadIntoMemory(39_999, 2, 3);
        Assert.Equal([9, 7, 0], images.Labels);
        Assert.Equal([4, 5, 6], images.Pixels[..3]);
        Assert.Equal([1, 2, 3], images.Pixels[ImageSet.ImageBytes..(ImageSet.ImageBytes + 3)]);
        Assert.All(images.Pixels[(2 * ImageSet.ImageBytes)..], pixel => Assert.Equal(0, pixel));
    }

    [Fact]
    public void Open_ParentOrFolderItself_IsTheSame()
    {
        _files.Write("test_batch.bin", 5, 3);
        Assert.Equal(3, Cifar10.Open(_files.Folder).Test.Labels[5]);
        Assert.Equal(3, Cifar10.Open(_files.Root).Test.Labels[5]);
    }

    [Fact]
    public void Open_MissingFiles_NamesThemAllAndThePage()
    {
        _files.Delete("data_batch_3.bin");
        _files.Delete("test_batch.bin");
        var message = Refusal();
        Assert.Contains("data_batch_3.bin, test_batch.bin", message, StringComparison.Ordinal);
        Assert.DoesNotContain("data_batch_1.bin", message, StringComparison.Ordinal);
        Assert.Contains(_files.Folder, message, StringComparison.Ordinal);
        Assert.Contains("https://www.cs.toronto.edu/~kriz/cifar.html", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoSuchFolder_IsRefusedLikeMissingFiles()
    {
        var message = Assert.Throws<DataException>(() => Cifar10.Open(Path.Combine(_files.Root, "nowhere"))).Message;
        Assert.All(FakeCifar10.Files, file => Assert.Contains(file, message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(-1, "30,729,999")]
    [InlineData(1, "30,730,001")]
    [InlineData(FakeCifar10.RecordBytes, "30,733,073")]
    public void Open_WrongLength_GivesBothLengthsAndTheRecords(int off, string actual)
    {
        _files.Resize("data_batch_2.bin", FakeCifar10.FileBytes + off);
        var message = Refusal();
        Assert.Contains("data_batch_2.bin", message, StringComparison.Ordinal);
        Assert.Contains(actual, message, StringComparison.Ordinal);
        Assert.Contains("30,730,000", message, StringComparison.Ordinal);
        Assert.Contains("3,073", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_LabelOutOfRange_NamesFileAndRecord()
    {
        _files.Write("data_batch_5.bin", 1_234, 10);
        var message = Refusal();
        Assert.Contains("data_batch_5.bin", message, StringComparison.Ordinal);
        Assert.Contains("record 1,234", message, StringComparison.Ordinal);
        Assert.Contains("label 10", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NamesFile_IsUsedAndElseTheStandardNames()
    {
        Assert.Equal("airplane", Cifar10.Open(_files.Folder).Train.ClassNames[0]);
        File.WriteAllText(Path.Combine(_files.Folder, "batches.meta.txt"), "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n\n");
        Assert.Equal("j", Cifar10.Open(_files.Folder).Train.ClassNames[9]);
    }

    [Fact]
    public void Open_NamesOfAnotherDataset_AreRefused()
    {
        File.WriteAllText(Path.Combine(_files.Folder, "batches.meta.txt"), "apple\naquarium_fish\n");
        Assert.Contains("batches.meta.txt names 2 classes", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FileLostAfterOpening_IsADataException()
    {
        var train = Cifar10.Open(_files.Folder).Train;
        _files.Delete("data_batch_1.bin");
        var refusal = Assert.Throws<DataException>(() => train.Read([0]));
        Assert.Contains("data_batch_1.bin", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_RealCifar10_IsBalanced()
    {
        var (train, test) = Cifar10.Open(RealCifar10.DirectoryOrSkip());
        Assert.Equal(Enumerable.Repeat(5000, 10), train.Labels.CountBy(label => label).Select(pair => pair.Value));
        Assert.Equal(Enumerable.Repeat(1000, 10), test.Labels.CountBy(label => label).Select(pair => pair.Value));
    }

    private string Refusal() => Assert.Throws<DataException>(() => Cifar10.Open(_files.Root)).Message;
}
