using Orleans.Runtime.Hosting;

namespace OrleansHybrid.Cluster.Storage;

public static class SqliteGrainStorageHosting
{
    /// <summary>Keeps the grain state called <paramref name="name"/> in a SQLite file, which is made where it is missing.</summary>
    public static ISiloBuilder AddSqliteGrainStorage(this ISiloBuilder silo, string name, string path)
    {
        silo.Services.AddGrainStorage(name, (_, _) => new SqliteGrainStorage(path, new ProtocolStorageSerializer()));
        return silo;
    }
}
