using Azure;
using Azure.Data.Tables;

namespace OrleansHybrid.Cluster.Connection;

/// <summary>
/// The tables of one cluster in a storage account. That of the members also says whose it is: the state whose trials its silos
/// work on. Silos of two states in one table would take each other for members of one cluster.
/// </summary>
/// <param name="name">Of the cluster, with which the names of its tables begin.</param>
internal sealed class ClusterTables(TableServiceClient service, string name, AzureFailure failures)
{
    // In partitions of their own: Orleans reads that of the cluster's id alone.
    private const string Partition = "owner", ProbePartition = "probe", Row = "state";

    private const string StateId = "StateId", Where = "Where", Machine = "Machine";

    public TableServiceClient Service => service;

    public string Members { get; } = name + "members";

    public string Reminders { get; } = name + "reminders";

    /// <summary>Makes the tables where they are missing, and writes, reads and deletes a row in each.</summary>
    /// <exception cref="ClusterException">With all that cannot be done.</exception>
    public async Task Require()
    {
        var faults = new List<Exception>();
        foreach (var table in new[] { Members, Reminders })
        {
            try
            {
                await Probe(table);
            }
            catch (Exception failure) when (AzureFailure.Is(failure))
            {
                faults.Add(failures.Explain(failure, $"the table {table}"));
            }
        }

        if (faults is [var only]) throw only;
        if (faults.Count > 1) throw new ClusterException(string.Join("\n", faults.Select(fault => fault.Message)), faults[0]);
    }

    /// <exception cref="ClusterException">There is none, or it cannot be asked.</exception>
    public async Task RequireCluster()
    {
        try
        {
            if ((await Owner()).HasValue) return;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            // Said below.
        }
        catch (Exception failure) when (AzureFailure.Is(failure))
        {
            throw failures.Explain(failure, $"the table {Members}");
        }

        throw new ClusterException(
            $"{failures.Place}: no silo has started there yet. See whether the name of the account, and of the cluster in it, is right, or "
                + "start a control silo.");
    }

    /// <summary>Notes whose the tables are where nobody has, and refuses them where they are another's.</summary>
    /// <param name="state">The random id of the state.</param>
    /// <param name="where">Where that state is, for people.</param>
    /// <exception cref="ClusterException">They are another's, or cannot be used.</exception>
    public async Task Claim(string state, string where, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                var owner = await Owner(stop);
                if (owner.HasValue && owner.Value!.GetString(StateId) == state) return;
                if (owner.HasValue) throw Taken(owner.Value!);
                var row = new TableEntity(Partition, Row) { [StateId] = state, [Where] = where, [Machine] = Environment.MachineName };
                try
                {
                    await Table.AddEntityAsync(row, stop);
                    return;
                }
                catch (RequestFailedException first) when (first.Status == 409)
                {
                    // Another silo was; the row says of which cluster.
                }
            }
        }
        catch (Exception failure) when (AzureFailure.Is(failure))
        {
            throw failures.Explain(failure, $"the table {Members}");
        }
    }

    /// <returns>The account's clock, in whole seconds.</returns>
    /// <exception cref="ClusterException">It does not answer.</exception>
    public async Task<DateTimeOffset> Time()
    {
        try
        {
            return (await Owner()).GetRawResponse() is { Headers.Date: { } date } ? date : throw new RequestFailedException("no date");
        }
        catch (RequestFailedException answer) when (answer.Status == 404 && answer.GetRawResponse()?.Headers.Date is { } date)
        {
            return date;
        }
        catch (Exception failure) when (AzureFailure.Is(failure))
        {
            throw failures.Explain(failure, $"the table {Members}");
        }
    }

    public override string ToString() => $"the tables {Members} and {Reminders}";

    private TableClient Table => service.GetTableClient(Members);

    private Task<NullableResponse<TableEntity>> Owner(CancellationToken stop = default) =>
        Table.GetEntityIfExistsAsync<TableEntity>(Partition, Row, cancellationToken: stop);

    private async Task Probe(string name)
    {
        var table = service.GetTableClient(name);
        await table.CreateIfNotExistsAsync();
        var row = new TableEntity(ProbePartition, $"{Guid.NewGuid():N}");
        await table.AddEntityAsync(row);
        await table.UpdateEntityAsync(row, ETag.All);
        await table.GetEntityAsync<TableEntity>(row.PartitionKey, row.RowKey);
        await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All);
    }

    private ClusterException Taken(TableEntity owner) => new(
        $"{failures.Place}: the table {Members} belongs to another cluster, whose state is {owner.GetString(Where)} (marked on "
            + $"{owner.GetString(Machine)}): silos of both would take each other for members of one. Name another cluster in this account "
            + "(Cluster=NAME in the connection string, /NAME behind the URL), or give this silo that state (--state). Where that state is "
            + $"lost and none of its silos works any more, delete the table.");
}
