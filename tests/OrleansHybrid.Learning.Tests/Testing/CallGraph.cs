using System.Reflection;
using System.Reflection.Emit;

namespace OrleansHybrid.Learning.Tests.Testing;

/// <summary>Which methods an assembly's methods call, as their instructions say. Calls through delegates and overrides are not
/// seen.</summary>
internal sealed class CallGraph
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<int, OpCode> Instructions = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => (int)(ushort)code.Value);

    private readonly Dictionary<MethodBase, HashSet<MethodBase>> _calls;

    public CallGraph(Assembly assembly) => _calls = assembly.GetTypes()
        .SelectMany(type => type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)))
        .ToDictionary(method => method, method => Calls(method).ToHashSet());

    public IEnumerable<(MethodBase Caller, MethodBase Callee)> All =>
        _calls.SelectMany(entry => entry.Value, (entry, callee) => (entry.Key, callee));

    /// <summary>The given methods and all that call them, through however many others.</summary>
    public HashSet<MethodBase> CallersOf(IEnumerable<MethodBase> methods)
    {
        var callers = All.ToLookup(call => call.Callee, call => call.Caller);
        var (found, next) = (new HashSet<MethodBase>(), new Queue<MethodBase>(methods));
        while (next.TryDequeue(out var method))
            if (found.Add(method))
                foreach (var caller in callers[method]) next.Enqueue(caller);
        return found;
    }

    private static IEnumerable<MethodBase> Calls(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at < code.Length;)
        {
            int value = code[at++];
            if (value == 0xFE) value = (value << 8) | code[at++];
            var operand = Instructions[value].OperandType;
            if (operand is OperandType.InlineMethod or OperandType.InlineTok
                && Member(method, BitConverter.ToInt32(code, at)) is { } callee)
                yield return callee;
            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    /// <returns>The method that a token names, as its type declares it; null where it names something else.</returns>
    private static MethodBase? Member(MethodBase method, int token)
    {
        var ofType = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        if (method.Module.ResolveMember(token, ofType, ofMethod) is not MethodBase callee) return null;
        // An array's accessors have no declaration.
        if (callee.DeclaringType is { IsArray: true }) return null;
        return callee.Module.ResolveMethod(callee.MetadataToken);
    }
}
