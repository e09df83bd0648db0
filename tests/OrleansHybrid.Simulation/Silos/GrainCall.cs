using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Concurrency;

namespace OrleansHybrid.Simulation.Silos;

/// <summary>A call on its way to a grain, or waiting there.</summary>
/// <param name="Caller">Null for a tick of the grain's own timer.</param>
/// <param name="Complete">Told the answer, or the failure.</param>
internal sealed record GrainCall(
    Caller? Caller, GrainId Grain, string Name, bool Interleaves, object?[] Arguments, Func<object, Task> Begin, Action<Task> Complete);

/// <summary>Who calls: a process, which may be a silo's.</summary>
internal sealed record Caller(Time.SimProcess Process, SimSilo? Silo);

/// <summary>A method of a grain's interface.</summary>
internal abstract class GrainMethod(MethodInfo method)
{
    private static readonly ConcurrentDictionary<MethodInfo, GrainMethod> Known = [];

    private readonly MethodInvoker _invoker = MethodInvoker.Create(method);

    public string Name => method.Name;

    public bool Interleaves { get; } = method.IsDefined(typeof(AlwaysInterleaveAttribute));

    public static GrainMethod Of(MethodInfo method) => Known.GetOrAdd(method, _ => (GrainMethod)Activator.CreateInstance(
        typeof(Method<>).MakeGenericType(method.ReturnType.IsGenericType ? method.ReturnType.GenericTypeArguments[0] : typeof(object)),
        method)!);

    /// <returns>The task that the method returns.</returns>
    public abstract Task Call(Caller caller, GrainId grain, Calls calls, object?[] arguments);

    protected Task Invoke(object grain, object?[] arguments)
    {
        try
        {
            return (Task)_invoker.Invoke(grain, arguments.AsSpan())!;
        }
        catch (Exception thrown)
        {
            return Task.FromException(thrown is TargetInvocationException { InnerException: { } inner } ? inner : thrown);
        }
    }

    private sealed class Method<T>(MethodInfo method) : GrainMethod(method)
    {
        public override Task Call(Caller caller, GrainId grain, Calls calls, object?[] arguments)
        {
            var answer = new TaskCompletionSource<T>();
            calls.Send(
                new(caller, grain, Name, Interleaves, arguments, target => Invoke(target, arguments), Complete),
                failure => answer.TrySetException(failure));
            return answer.Task;

            void Complete(Task call)
            {
                if (call.Exception is { } failure) answer.TrySetException(failure.InnerExceptions);
                else if (call.IsCanceled) answer.TrySetException(new OperationCanceledException());
                else answer.TrySetResult(call is Task<T> result ? result.Result : default!);
            }
        }
    }
}

/// <summary>A reference to a grain.</summary>
internal class GrainProxy : DispatchProxy
{
    private Func<GrainMethod, object?[], Task> _call = (_, _) => throw new InvalidOperationException();

    public static T Create<T>(Func<GrainMethod, object?[], Task> call) where T : class
    {
        var proxy = Create<T, GrainProxy>();
        ((GrainProxy)(object)proxy)._call = call;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _call(GrainMethod.Of(targetMethod!), args ?? []);
}
