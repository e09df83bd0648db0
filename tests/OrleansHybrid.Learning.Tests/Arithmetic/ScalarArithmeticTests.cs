using System.Reflection;
using OrleansHybrid.Learning.Arithmetic;
using OrleansHybrid.Learning.Layers;
using OrleansHybrid.Learning.Tests.Testing;
using TorchSharp;
using static TorchSharp.torch;

namespace OrleansHybrid.Learning.Tests.Arithmetic;

public class ScalarArithmeticTests
{
    /// <summary>Methods of TorchSharp that make a scalar, or that call one which does, whatever they seem to take.</summary>
    private static readonly Lazy<HashSet<MethodBase>> Makers = new(() => new CallGraph(typeof(torch).Assembly).CallersOf(
        typeof(Scalar).GetMethods().Where(method => method.Name == "op_Implicit")
            .Concat(typeof(ScalarExtensionMethods).GetMethods().Where(method => method.ReturnType == typeof(Scalar)))));

    /// <summary>The compiler refuses the usual ones: <c>src/BannedSymbols.Scalars.txt</c>. Here is the rest.</summary>
    [Fact]
    public void Scalars_OfTheLearner_AreMadeWhereTheyAreKeptAlive()
    {
        var calls = new CallGraph(typeof(ScalarArithmetic).Assembly).All.Where(call => Makers.Value.Contains(call.Callee)).ToArray();

        Assert.Contains(calls, call => call.Caller.DeclaringType == typeof(ScalarArithmetic));
        Assert.Empty(
            from call in calls
            where call.Caller.DeclaringType != typeof(ScalarArithmetic)
            select $"{call.Caller.DeclaringType}.{call.Caller.Name} calls {call.Callee}");
    }

    /// <summary>What takes no number can make one all the same.</summary>
    [Theory]
    [InlineData("add_")]
    [InlineData("op_Addition")]
    [InlineData("square")]
    public void Makers_OfTheLibrary_AreSeenThroughWhatTheyCall(string name) =>
        Assert.Contains(
            Makers.Value,
            method =>
                method.DeclaringType == typeof(Tensor)
                    && method.Name == name
                    && method.GetParameters().All(parameter => parameter.ParameterType == typeof(Tensor)));

    /// <summary>Enough calls that the runtime optimises the library's methods: from then on they let go of what they are done
    /// with.</summary>
    [Fact]
    public void Block_WhileGarbageIsCollected_AddsTheShortcut()
    {
        const int Calls = 2000;
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        using var norm = nn.BatchNorm2d(1);
        norm.eval();
        Tensor x = zeros(1, 1, 64, 64), shortcut = ones(1, 1, 64, 64);
        var done = false;
        var collector = new Thread(() =>
        {
            while (!Volatile.Read(ref done))
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            for (var call = 0; call < Calls; call++)
            {
                using var y = BatchNormRelu.Library(norm, x, shortcut);
                Assert.Equal(64 * 64, y.sum().item<float>());
            }
        }
        finally
        {
            Volatile.Write(ref done, true);
            collector.Join();
        }
    }
}
