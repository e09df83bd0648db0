using OrleansHybrid.Cli.Output;
using OrleansHybrid.Cli.Tables;
using Parquet;

namespace OrleansHybrid.Cli.Tests;

public class ParquetTableTests
{
    [Fact]
    public async Task Write_KeepsTypesAndWhatIsUnknown()
    {
        Column<(string? Name, double? Loss, int Steps)>[] columns =
            [new("name", row => row.Name), new("loss", row => row.Loss), new("steps", row => row.Steps), new("nothing", _ => null)];
        var file = new MemoryStream();

        await ParquetTable.Write(file, columns, [("a", 0.25, 1), (null, null, 2)]);

        file.Position = 0;
        await using var reader = await ParquetReader.CreateAsync(file, cancellationToken: TestContext.Current.CancellationToken);
        using var group = reader.OpenRowGroupReader(0);
        var fields = reader.Schema.DataFields;
        var (names, losses, steps) = (new string?[2], new double?[2], new long?[2]);
        await group.ReadAsync(fields[0], names!, cancellationToken: TestContext.Current.CancellationToken);
        await group.ReadAsync<double>(fields[1], losses, cancellationToken: TestContext.Current.CancellationToken);
        await group.ReadAsync<long>(fields[2], steps, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["name", "loss", "steps", "nothing"], fields.Select(field => field.Name));
        Assert.True(names is ["a", null]);
        Assert.Equal([0.25, null], losses);
        Assert.Equal([1, 2], steps);
    }
}
