using OrleansHybrid.Sweeps.Search.Constraints;

namespace OrleansHybrid.Sweeps.Definition.Yaml;

/// <summary>Reads <c>constraints: ["batch_size &lt;= 256 or temperature > 0.1"]</c>.</summary>
internal static class ConstraintReading
{
    public static IReadOnlyList<Constraint> Read(Section top)
    {
        switch (top.Find("constraints"))
        {
            case null or { Value: YamlTree.Text { IsNull: true } }:
                return [];
            case { Value: YamlTree.List list }:
                return [.. list.Items.Index().Select(item => Read(top, item.Item, $"constraints[{item.Index}]")).OfType<Constraint>()];
            case { } entry:
                var example = entry.Value is YamlTree.Text text ? text.Value : "batch_size <= 256";
                top.Report(entry.Line, "constraints", $"expected a list: constraints: [\"{example}\"]");
                return [];
        }
    }

    private static Constraint? Read(Section top, YamlTree item, string path)
    {
        if (item is not YamlTree.Text { IsNull: false } text)
        {
            top.Report(item.Line, path, "expected an expression in quotes: \"batch_size <= 256 or temperature > 0.1\"");
            return null;
        }

        if (!Constraint.TryParse(text.Value, out var constraint, out var problem)) top.Report(item.Line, path, problem);
        return constraint;
    }
}
