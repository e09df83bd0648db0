using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using OrleansHybrid.Cluster.Hosting;
using OrleansHybrid.Sweeps.Definition.Yaml;
using OrleansHybrid.Sweeps.Scheduling;
using OrleansHybrid.Sweeps.Settings;
using OrleansHybrid.Sweeps.Trials;

namespace OrleansHybrid.Cluster.Tests.Hosting;

/// <summary>Records that moved, as silos of the version before send them: the bytes were made by commit 549c778.</summary>
public class FormerNamesTests
{
    private readonly Serializer _serializer =
        new ServiceCollection().AddSweepSerialization().BuildServiceProvider().GetRequiredService<Serializer>();

    public static TheoryData<string, object> Sent => new()
    {
        {
            "3001c1af3c84096a736f6e40894f726c65616e734879627269642e5377656570732e446566696e6974696f6e2e4461746146696e676572707269"
            + "6e742c4f726c65616e734879627269642e537765657073411b2273796e7468657469632d3122e0",
            DataFingerprint.Synthetic
        },
        {
            "3001c1af3c84096a736f6e40894f726c65616e734879627269642e5377656570732e446566696e6974696f6e2e4f626a6563746976654d657472"
            + "69632c4f726c65616e734879627269642e53776565707341437b226e616d65223a22746f7031222c22676f616c223a226d696e696d697a65227d"
            + "e0",
            new ObjectiveMetric("top1", Goal.Minimize)
        },
        {
            "3001c1af3c84096a736f6e408b4f726c65616e734879627269642e5377656570732e446566696e6974696f6e2e436865636b706f696e74506f6c"
            + "6963792c4f726c65616e734879627269642e53776565707341877b2265766572795f65706f636873223a312c226b656570223a322c2273617665"
            + "5f747269616c5f62657374223a302c22736176655f73776565705f62657374223a307de0",
            new CheckpointPolicy()
        },
        {
            "3001c1af3c84096a736f6e407d4f726c65616e734879627269642e5377656570732e446566696e6974696f6e2e5377656570546578742c4f726c"
            + "65616e734879627269642e53776565707341457b2279616d6c223a226e616d653a2061222c2266696c65223a22612e79616d6c227de0",
            new SweepText("name: a", "a.yaml")
        },
        {
            "3001c1af3c84096a736f6e40874f726c65616e734879627269642e5377656570732e446566696e6974696f6e2e547269616c5265736f75726365"
            + "732c4f726c65616e734879627269642e53776565707341157b2267707573223a317de0",
            new TrialResources(1)
        },
    };

    public static TheoryData<object> Moved =>
    [
        new Recipe(), DataFingerprint.Synthetic, new ObjectiveMetric("top1", Goal.Minimize), new CheckpointPolicy(), new TrialResources(1),
        new SweepText("a", "b"), new SweepTexts([]),
    ];

    [Theory]
    [MemberData(nameof(Sent), DisableDiscoveryEnumeration = true)]
    public void Record_ThatTheVersionBeforeSent_IsRead(string bytes, object expected) =>
        Assert.Equal(expected, _serializer.Deserialize<object>(Convert.FromHexString(bytes)));

    [Theory]
    [MemberData(nameof(Moved), DisableDiscoveryEnumeration = true)]
    public void Record_ThatMoved_IsSentUnderItsFormerName(object record) =>
        Assert.Contains(
            $"OrleansHybrid.Sweeps.Definition.{record.GetType().Name},OrleansHybrid.Sweeps",
            Encoding.Latin1.GetString(_serializer.SerializeToArray<object>(record)));
}
