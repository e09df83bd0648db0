using System.Text;
using System.Text.RegularExpressions;

namespace OrleansHybrid.Web.Report;

/// <summary>
/// ES modules as one classic script, since a file that is opened without a server may import nothing: each module in a function of its
/// own, after those that it imports, which returns what it exports. It knows the form that the charts use: <c>import { a, b as c } from
/// './other.js';</c> at the beginning of a line, and <c>export</c> before a declaration.
/// </summary>
public static partial class ModuleBundle
{
    /// <param name="entry">The name of the module that runs last, such as <c>report.js</c>.</param>
    /// <param name="read">Returns the text of a module.</param>
    /// <exception cref="InvalidDataException">A module imports or exports in another form, or the imports are circular.</exception>
    public static string Of(string entry, Func<string, string> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        var script = new StringBuilder("'use strict';\nconst modules = {};\n");
        Add(entry, read, script, done: [], above: []);
        return script.ToString();
    }

    private static void Add(string name, Func<string, string> read, StringBuilder script, HashSet<string> done, List<string> above)
    {
        if (done.Contains(name)) return;
        if (above.Contains(name)) throw new InvalidDataException($"{name} imports itself: {string.Join(" → ", above)} → {name}");
        var text = read(name);
        foreach (Match import in Import().Matches(text)) Add(import.Groups["from"].Value, read, script, done, [.. above, name]);
        done.Add(name);
        var exports = Export().Matches(text).Select(export => export.Groups["name"].Value);
        var code = Export().Replace(Import().Replace(text, Taken), export => export.Groups["declaration"].Value);
        if (Other().Match(code) is { Success: true } other)
            throw new InvalidDataException($"{name}: the report cannot contain the form of '{other.Value.Trim()}'");
        script.Append("modules['").Append(name).Append("'] = (() => {\n").Append(code)
            .Append("return { ").AppendJoin(", ", exports).Append(" };\n})();\n");
    }

    private static string Taken(Match import)
    {
        var names = import.Groups["names"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(name => name.Replace(" as ", ": ", StringComparison.Ordinal));
        return $"const {{ {string.Join(", ", names)} }} = modules['{import.Groups["from"].Value}'];";
    }

    [GeneratedRegex(@"^import \{(?<names>[^}]*)\} from '\./(?<from>[\w.-]+)';", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex(@"^export (?<declaration>(?:async )?(?:function|const|let|class) (?<name>\w+))", RegexOptions.Multiline)]
    private static partial Regex Export();

    [GeneratedRegex(@"^(?:import|export)\b.*", RegexOptions.Multiline)]
    private static partial Regex Other();
}
