using OrleansHybrid.Cluster.Connection;
using OrleansHybrid.Cluster.Storage;

namespace OrleansHybrid.Cluster.Hosting;

/// <summary>Makes the tables of the members its state's own before the silo joins, or keeps the silo from starting.</summary>
/// <param name="words">Where the state is, for people.</param>
internal sealed class TableClaim(StateId state, AzureAccount account, string words) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(TableClaim), StateId.StartStage + 1, async stop => await account.Tables.Claim(await state.Value, words, stop));
}
