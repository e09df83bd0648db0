using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Settings;

namespace OrleansHybrid.Cluster.Tests.Sweeps;

/// <summary>All trials of a sweep learn from the same data; silos that have another get none of them.</summary>
public sealed class ActiveSweepDataTests : ActiveSweepBench
{
    private const string Photos = "name: photos\nrecipe: {dataset: image-folder}\nrepeats: {seeds: [0, 1, 2]}";

    private static readonly DataFingerprint One = Of(1), Other = Of(2);

    [Fact]
    public void Next_OfASiloThatHasNotLooked_AsksItTo()
    {
        var sweep = Sweep(Photos);
        Assert.Equal((null, SlotWish.OtherSilo, DatasetName.ImageFolder), sweep.Next(Cores(A, "cpu0")));
        Assert.Equal((null, SlotWish.OtherSilo, DatasetName.ImageFolder), sweep.Next(Offer(A, "cpu0", null)));
        Assert.Equal(PendingKind.ReadsData, sweep.Status(Place()).Waiting!.Kind);
        Assert.Equal((0, SlotWish.None, null), sweep.Next(Offer(A, "cpu0", One)));
    }

    [Fact]
    public void Next_OfTheBuiltInImages_AsksForNothing() =>
        Assert.Equal(DataFingerprint.Synthetic, Sweep("name: built-in").Lease(Cores(A, "cpu0"))!.Data);

    [Fact]
    public void Lease_AfterTheFirstTrial_IsForItsDataAlone()
    {
        var sweep = Sweep(Photos);
        Assert.Equal(One, sweep.Lease(Offer(A, "cpu0", One))!.Data);
        Assert.Null(sweep.Lease(Offer(B, "cpu0", Other)));
        Assert.NotNull(sweep.Lease(Offer(A, "cpu1", One)));

        var status = sweep.Status();
        Assert.Equal(new(DatasetName.ImageFolder, One), Assert.Single(status.Data!));
        Assert.Equal(new(B, DatasetName.ImageFolder, One, Other), Assert.Single(status.Strangers!));
        Assert.Equal($"silo {B} has other data for image-folder ({Other.Brief}) than the sweep ({One.Brief})", $"{status.Strangers![0]}");
    }

    [Fact]
    public void Status_WhereNoSiloHasTheData_SaysWhyAndWhatToDo()
    {
        var sweep = Sweep(Photos, settled: [new(DatasetName.ImageFolder, One)]);
        Assert.Null(sweep.Lease(Offer(A, "cpu0", Other)));
        var waiting = sweep.Status(Place()).Waiting!;
        Assert.Equal(PendingKind.OtherData, waiting.Kind);
        Assert.Contains("--from-scratch", waiting.Message, StringComparison.Ordinal);

        // While it looks again it is what it was; then the data is back.
        Assert.Null(sweep.Lease(Offer(A, "cpu0", null)));
        Assert.Equal(PendingKind.OtherData, sweep.Status(Place()).Waiting!.Kind);
        Assert.NotNull(sweep.Lease(Offer(A, "cpu0", One)));
        Assert.Empty(sweep.Status().Strangers!);
    }

    [Fact]
    public void Lease_OfASiloThatCannotReadTheData_IsRefusedAndDecidesNothing()
    {
        var sweep = Sweep(Photos);
        Assert.Null(sweep.Lease(Cores(A, "cpu0") with { Data = [new(DatasetName.ImageFolder, null, "/data is no image folder.")] }));
        Assert.Equal($"silo {A} cannot read image-folder: /data is no image folder", $"{Assert.Single(sweep.Status().Strangers!)}");
        Assert.Equal(Other, sweep.Lease(Offer(B, "cpu0", Other))!.Data);
    }

    [Fact]
    public void Status_OfASiloThatHasGone_NamesItNoMore()
    {
        var sweep = Sweep(Photos, settled: [new(DatasetName.ImageFolder, One)]);
        sweep.Lease(Offer(B, "cpu0", Other));
        Members.Remove(B);
        Assert.Empty(sweep.Status().Strangers!);
        Assert.Equal(PendingKind.NoSilo, sweep.Status(Place()).Waiting!.Kind);
    }

    [Fact]
    public void Lease_OfASweepOverTwoDataSets_GivesASiloThoseThatItHas()
    {
        var sweep = Sweep(
            "name: both\nparameters: {dataset: {values: [image-folder, cifar10]}}\nrepeats: {seeds: [0, 1]}",
            settled: [new(DatasetName.ImageFolder, One)]);
        var offer = Offer(B, "cpu0", Other) with { Data = [new(DatasetName.ImageFolder, Other), new(DatasetName.Cifar10, Other)] };
        Assert.Equal(DatasetName.Cifar10, sweep.Lease(offer)!.Recipe.Dataset);
        Assert.Equal(DatasetName.Cifar10, sweep.Lease(offer with { Free = ["cpu1"] })!.Recipe.Dataset);
        Assert.Equal((null, SlotWish.OtherSilo, DatasetName.ImageFolder), sweep.Next(offer with { Free = ["cpu2"] }));
        Assert.Equal(DatasetName.ImageFolder, sweep.Lease(Offer(A, "cpu0", One))!.Recipe.Dataset);
    }

    private static DataFingerprint Of(byte number) => DataFingerprint.Of([.. Enumerable.Repeat(number, 32)], isSampled: false);

    /// <param name="data">Null while the silo looks.</param>
    private static SlotOffer Offer(string agent, string slot, DataFingerprint? data) =>
        Cores(agent, slot) with { Total = 4, Data = [new(DatasetName.ImageFolder, data)] };
}
