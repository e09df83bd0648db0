using System.Reflection;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using OrleansHybrid.Cluster.Checkpoints;
using OrleansHybrid.Cluster.Contracts;
using OrleansHybrid.Sweeps.Protocol;

namespace OrleansHybrid.Cluster.Tests.Contract;

/// <summary>
/// What silos, consoles, trainers and stores of two versions tell each other, in words: grain interfaces with their methods, the
/// records of grain calls and of grain state with their <c>[Id]</c>s, and the domain's records as JSON.
/// </summary>
internal sealed class ContractText
{
    private static readonly Assembly[] Own = [typeof(ITrialGrain).Assembly, typeof(TrainingOrder).Assembly];

    private readonly SortedDictionary<string, string> _records = new(StringComparer.Ordinal);
    private readonly HashSet<Type> _seen = [];

    public static string Write()
    {
        var text = new ContractText();
        var grains = Own[0]
            .GetTypes()
            .Where(type => type.IsInterface && typeof(IGrain).IsAssignableFrom(type))
            .OrderBy(type => AliasOf(type), StringComparer.Ordinal);
        var calls = grains.Select(text.Grain).ToList();
        foreach (var record in Own[0].GetTypes().Where(type => type.IsDefined(typeof(GenerateSerializerAttribute)))) text.See(record);
        foreach (
            var told in new[]
            {
                typeof(TrainingOrder),
                typeof(TrainerMessage),
                typeof(TrainerCommand),
                typeof(TrainerProbe),
                typeof(OwnerMark)
            })
            text.See(told);
        return $"# Grains\n{string.Concat(calls)}\n# Records\n{string.Concat(text._records.Values)}";
    }

    private static string AliasOf(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>()?.Alias ?? $"{member.Name} (no alias)";

    private string Grain(Type grain)
    {
        var keys = grain.GetInterfaces().Where(key => key.Name.StartsWith("IGrainWith", StringComparison.Ordinal));
        var text = new StringBuilder($"\n{AliasOf(grain)}: {string.Join(", ", keys.Select(key => key.Name))}\n");
        foreach (var method in grain.GetMethods().OrderBy(method => AliasOf(method), StringComparer.Ordinal))
            text.Append(
                $"  {AliasOf(method)}({string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)))}): "
                    + $"{Name(method.ReturnType)}\n");
        return text.ToString();
    }

    /// <summary>A type's name as a reader knows it; what it holds of ours is written down as well.</summary>
    private string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value) return $"{Name(value)}?";
        if (type.IsArray) return $"{Name(type.GetElementType()!)}[]";
        if (type.IsGenericType) return $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
        See(type);
        return type.Name;
    }

    private void See(Type type)
    {
        if (!Own.Contains(type.Assembly) || typeof(IGrain).IsAssignableFrom(type) || !_seen.Add(type)) return;
        var members = type.IsEnum ? Enum.GetNames(type).Select(name => $"{name} = {Enum.Parse(type, name):D}")
            : type.IsDefined(typeof(GenerateSerializerAttribute)) ? Members(type)
            : JsonMembers(type);
        var name = type.IsEnum ? type.Name
            : type.IsDefined(typeof(AliasAttribute)) ? $"{type.Name} = {AliasOf(type)}"
            : $"{type.Name} (JSON)";
        _records[$"{type.Name} {type.FullName}"] = $"\n{name}\n{string.Concat(members.ToList().Select(member => $"  {member}\n"))}";
    }

    private IEnumerable<string> Members(Type type) =>
        from member in type.GetMembers(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        let id = member.GetCustomAttribute<IdAttribute>()
        where id is not null
        orderby id.Id
        select $"{id.Id} {member.Name}: {Name(member is PropertyInfo property ? property.PropertyType : ((FieldInfo)member).FieldType)}";

    private IEnumerable<string> JsonMembers(Type type)
    {
        var json = ProtocolJson.Options.GetTypeInfo(type);
        if (json.Kind is JsonTypeInfoKind.None) return [$"by {json.Converter.GetType().Name.Split('`')[0]}"];
        if (json.Kind is not JsonTypeInfoKind.Object) return [Name(json.ElementType!)];
        var kinds = json.PolymorphismOptions?.DerivedTypes.Select(kind => $"{kind.TypeDiscriminator}: {Name(kind.DerivedType)}") ?? [];
        // What is only read out of a record is written by no constructor and no setter.
        return
        [
            .. kinds,
            .. json.Properties
                .Where(property => property.Get is not null)
                .Select(property => $"{property.Name}: {Name(property.PropertyType)}"),
        ];
    }
}
