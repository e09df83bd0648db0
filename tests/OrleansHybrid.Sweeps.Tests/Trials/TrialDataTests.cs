using OrleansHybrid.Sweeps.Protocol;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Sweeps.Tests.Trials;

public sealed class TrialDataTests
{
    private static readonly DataFingerprint Photos = DataFingerprint.Of(new byte[32], isSampled: false);

    [Fact]
    public void Begin_OfAFreshTrial_TakesDownItsData() => Assert.Equal(Photos, Begin(Trial.New, Photos).Data);

    [Fact]
    public void Begin_WithoutACheckpoint_IsOfTheDataThatItFinds()
    {
        var lost = Begin(Trial.New, DataFingerprint.Synthetic);
        Assert.Equal(Photos, Begin(lost, Photos).Data);
    }

    [Fact]
    public void Begin_FromACheckpointOfUnknownData_StaysUnknown()
    {
        var old = Begin(Trial.New, null).After(trial => trial.Commit(1, Make.Checkpoint(1, 1), [], 2));
        Assert.Null(Begin(old, Photos).Data);
    }

    [Fact]
    public void Record_FromBeforeDataWasTakenDown_IsRead()
    {
        var json = ProtocolJson.Write(Begin(Trial.New, null));
        Assert.DoesNotContain("data", json, StringComparison.Ordinal);
        Assert.Null(ProtocolJson.Read<Trial>(json).Data);
        Assert.Equal(Photos, ProtocolJson.Read<Trial>(ProtocolJson.Write(Begin(Trial.New, Photos))).Data);
    }

    [Fact]
    public void Failure_ForOtherData_IsTheMachinesAndNeverFinal()
    {
        var failed = Begin(Trial.New, Photos).After(trial => trial.Fail(1, new(FailureKind.OtherData, "swapped"), maxRestarts: 0));
        Assert.Equal((TrialState.Preempted, 0), (failed.State, failed.OwnFaults));
    }

    private static Trial Begin(Trial trial, DataFingerprint? data) =>
        trial.After(known => known.Begin("gpu0", "gpu0", null, default, data));
}
