using System.Globalization;
using Orleans.Storage;
using OrleansHybrid.Cluster.Storage;
using OrleansHybrid.Simulation.Silos;

namespace OrleansHybrid.Simulation.Storage;

/// <summary>How often an access to the grain storage fails, out of 1,000.</summary>
/// <param name="Refused">Not done, and said so.</param>
/// <param name="Lost">Not done, and nobody knows.</param>
/// <param name="Unknown">Done, and nobody knows; perhaps only after the caller gave it up.</param>
internal sealed record StorageFaults(int Refused = 0, int Lost = 0, int Unknown = 0)
{
    public static StorageFaults None { get; } = new();
}

/// <summary>A silo's way to the grain storage.</summary>
internal sealed class SimStorage(SimSilo silo) : IGrainStorage
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly ProtocolStorageSerializer Json = new();

    private Worlds.World World => silo.World;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => Access(mayBeRefused: false, disk =>
    {
        var row = disk.Read(grainId, stateName);
        var state = row.State is null ? Activator.CreateInstance<T>()! : (T)row.State;
        return () => Take(grainState, state, row.Version, row.State is not null);
    });

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Write(stateName, grainId, grainState, World.StoresJson ? Json.Deserialize<T>(Json.Serialize(grainState.State)) : grainState.State!);

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Write<T>(stateName, grainId, grainState, null);

    private Task Write<T>(string stateName, GrainId grainId, IGrainState<T> grainState, object? next)
    {
        var version = grainState.ETag is { } etag ? long.Parse(etag, CultureInfo.InvariantCulture) : 0;
        return Access(mayBeRefused: true, disk =>
        {
            var before = disk.Read(grainId, stateName);
            if (!disk.TryWrite(grainId, stateName, version, next))
            {
                World.Count("storage conflict");
                return () => throw new StateConflict(grainId, before.Version, version);
            }

            if (disk == World.Disk) World.Watch.Written(stateName, grainId, before.State, next);
            return () => Take(grainState, next is null ? Activator.CreateInstance<T>() : grainState.State!, version + 1, next is not null);
        });
    }

    private static void Take<T>(IGrainState<T> grainState, T? state, long version, bool exists)
    {
        (grainState.State, grainState.RecordExists) = (state!, exists);
        grainState.ETag = version == 0 ? null : version.ToString(CultureInfo.InvariantCulture);
    }

    /// <param name="reach">What the storage does; it returns what the answer does at the silo.</param>
    private Task Access(bool mayBeRefused, Func<Disk, Action> reach)
    {
        // What is under way when an older disk is restored reaches the former one.
        var disk = World.Disk;
        var done = new TaskCompletionSource();
        var draw = World.Dice.Next(1_000);
        var faults = World.StorageFaults;
        var isCut = World.Network.IsCut(silo.Process);
        if (mayBeRefused && !isCut && draw < faults.Refused)
        {
            World.Count("storage refused");
            silo.Process.After(Delay(), () => done.TrySetException(new GrainStorageException("the disk is full")));
        }
        else if (isCut || draw < faults.Refused + faults.Lost)
        {
            World.Count("storage lost");
            silo.Process.After(Patience, () => done.TrySetException(new TimeoutException("the storage does not answer")));
        }
        else if (draw < faults.Refused + faults.Lost + faults.Unknown)
        {
            World.Count("storage unknown");
            World.Agenda.After(TimeSpan.FromMilliseconds(World.Dice.Next(4_000)), () => reach(disk));
            silo.Process.After(Patience, () => done.TrySetException(new TimeoutException("the storage does not answer")));
        }
        else
        {
            World.Agenda.After(Delay(), () =>
            {
                var answer = reach(disk);
                silo.Process.After(Delay(), () =>
                {
                    try
                    {
                        answer();
                        done.TrySetResult();
                    }
                    catch (StateConflict conflict)
                    {
                        done.TrySetException(conflict);
                    }
                });
            });
        }

        return done.Task;
    }

    private TimeSpan Delay() => TimeSpan.FromTicks(1_000 + World.Dice.Next(20_000));
}
