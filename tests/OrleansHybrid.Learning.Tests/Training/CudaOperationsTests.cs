using System.Reflection;
using OrleansHybrid.Learning.Tests.Testing;
using OrleansHybrid.Learning.Training;
using TorchSharp;

namespace OrleansHybrid.Learning.Tests.Training;

/// <summary>
/// Whether the operations that the learner calls give the same bits each time on a GPU. A new one needs a verdict in
/// <c>CudaOperations.approved.md</c>, whose own words say what one is.
/// </summary>
public class CudaOperationsTests
{
    private const string ApprovedFile = "tests/OrleansHybrid.Learning.Tests/Training/CudaOperations.approved.md", Listed = "listed: ";

    /// <summary>Those of which PyTorch 2.10 documents, in <c>torch.use_deterministic_algorithms</c>, that they need a reason.</summary>
    private static readonly HashSet<string> NeedAReason =
        [
            .. """
                conv1d conv2d conv3d convtranspose1d convtranspose2d convtranspose3d replicationpad1d replicationpad2d replicationpad3d bmm
                baddbmm get_item index_put put scatter_add gather index_add index_select repeat_interleave index_copy scatter scatter_reduce
                avg_pool3d adaptive_avg_pool2d adaptive_avg_pool3d max_pool3d adaptive_max_pool2d fractional_max_pool2d
                fractional_max_pool3d max_unpool1d max_unpool2d max_unpool3d interpolate upsample reflection_pad1d reflection_pad2d
                reflection_pad3d pad nll_loss ctc_loss embedding_bag histc bincount kthvalue median grid_sample cumsum resize mm mv addmm cross_entropy
                """.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(Normal),
        ];

    private static IEnumerable<Assembly> Learner =>
    [
        typeof(HybridLearner).Assembly,
        .. typeof(HybridLearner).Assembly.GetReferencedAssemblies()
            .Where(name => name.Name!.StartsWith("OrleansHybrid.", StringComparison.Ordinal))
            .Select(Assembly.Load),
    ];

    private static readonly Dictionary<string, string> Verdicts = Repository.Read(ApprovedFile).Split('\n')
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
        .ToDictionary(cells => cells[1].Trim('`'), cells => cells[2]);

    private static readonly ILookup<string, string> Calls = Learner
        .SelectMany(assembly => new CallGraph(assembly).All)
        .Where(call => call.Callee.DeclaringType!.Assembly == typeof(torch).Assembly && Computes(call.Callee))
        .ToLookup(call => call.Callee.Name, call => $"{call.Caller.DeclaringType}.{call.Caller.Name}");

    [Fact]
    public void Operations_OfTheLearner_HaveAVerdictEach()
    {
        string[] without =
        [
            .. from call in Calls
               where !Verdicts.ContainsKey(call.Key)
               orderby call.Key
               select $"{call.Key}, called by {string.Join(", ", call.Distinct().Order())}",
        ];
        if (without.Length > 0) Assert.Fail($"Without a verdict in {ApprovedFile}:\n{string.Join('\n', without)}");
    }

    [Fact]
    public void Verdicts_AreOfOperationsThatAreCalled() =>
        Assert.Equal([], Verdicts.Keys.Except(Calls.Select(call => call.Key)));

    [Fact]
    public void Verdicts_OfOperationsThatPyTorchLists_SayWhyTheyAreHarmlessHere() => Assert.Empty(
        from verdict in Verdicts
        where NeedAReason.Contains(Normal(verdict.Key)) != verdict.Value.StartsWith(Listed, StringComparison.Ordinal)
        select verdict.Key);

    // What gives a tensor, or a module that will; but for what only hands it on.
    private static bool Computes(MethodBase method) =>
        method is MethodInfo { ReturnType: var type, Name: var name }
        && (name == "get_Item" || !name.StartsWith("get_", StringComparison.Ordinal))
        && !name.EndsWith("DisposeScope", StringComparison.Ordinal)
        && (GivesTensors(type) || typeof(torch.nn.Module).IsAssignableFrom(type));

    private static bool GivesTensors(Type type) =>
        type == typeof(torch.Tensor) || (type.IsArray && GivesTensors(type.GetElementType()!))
        || (type.IsGenericType && type.GetGenericArguments().Any(GivesTensors));

    private static string Normal(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
